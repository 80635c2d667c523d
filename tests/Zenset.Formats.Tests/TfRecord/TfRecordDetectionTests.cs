using System.Text;
using Zenset.Formats.TfRecord;

namespace Zenset.Formats.Tests.TfRecord;

public sealed class TfRecordDetectionTests
{
    /// <summary>A few pairs of letters are also the beginning of a zlib stream: "x 1", "hC", "8O".</summary>
    [Fact]
    public void Text_IsNoRecordFile_WhateverItBeginsWith()
    {
        var format = new TfRecordFormat();
        for (var first = ' '; first <= '~'; first++)
        {
            for (var second = ' '; second <= '~'; second++)
            {
                var bytes = Encoding.ASCII.GetBytes($"{first}{second} 1,name,class\n1.5,a,b\n");
                Assert.Equal(DetectionConfidence.None, format.Detect(new SourceHead("t.csv", bytes, IsWhole: true)));
            }
        }
    }
}
