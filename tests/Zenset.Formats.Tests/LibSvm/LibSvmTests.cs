using System.Text;
using Zenset.Formats.LibSvm;
using Zenset.Formats.Tests.Arrays;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.LibSvm;

/// <summary>Files that scikit-learn wrote, ours as it reads them, and what can be wrong with a row.</summary>
public sealed class LibSvmTests
{
    [Fact]
    public void Svmlight_IsReadAsItsFactsSay()
    {
        if (SharedData.Find("libsvm/svmlight_classification.txt") is not { } path) return;
        var read = TableReading.Read(new LibSvmFormat(), path);

        Assert.Equal(["label", "features"], read.Fields.Select(f => f.Name));
        Assert.Equal((FieldType.Float64, FieldRole.Target), (read.Fields[0].Type, read.Fields[0].Role));
        Assert.Equal(FieldType.Sparse(FieldType.Float64, 21), read.Fields[1].Type);
        Assert.Equal(["1.0", "2.0", "3.0", "4.0", "1.0", "2.0"], read.Column("label"));
        Assert.Equal("{'indices': [2, 10, 15], 'values': [2.5, -5.2, 1.5]}", read.Rows[0][1]);
        Assert.Equal("{'indices': [1], 'values': [12345678901.23456]}", read.Rows[3][1]);
        Assert.Equal("{'indices': [], 'values': []}", read.Rows[4][1]);
        Assert.Equal("{'indices': [2], 'values': [0.0]}", read.Rows[5][1]);
    }

    [Fact]
    public async Task Agaricus_IsFoundByItsContent_AndComesBackByteForByte()
    {
        if (SharedData.Find("libsvm/agaricus.txt.test") is not { } path) return;
        using var bench = new Workbench();
        var version = (await bench.ImportAsync(path, "agaricus")).Manifest;
        var losses = await bench.ExportAsync("agaricus", new LibSvmFormat(), bench["back.libsvm"], isLossy: false);

        Assert.Empty(losses);
        Assert.Equal(1_611, version.Resources.Single().Rows);
        Assert.Equal(FieldType.Sparse(FieldType.Float64, 126), version.Resources.Single().Fields[1].Type);
        Assert.Equal(File.ReadAllLines(path).Select(line => line.TrimEnd()), File.ReadAllLines(bench["back.libsvm"]));
    }

    // The dump of scikit-learn: rows, columns, share of entries, first index, labels, queries.
    [Theory]
    [InlineData("np.random.randint(0, 3, 200)", "zero_based=True", "s.random(200, 40, 0.1, 'csr')", false)]
    [InlineData("np.random.rand(200)", "zero_based=False", "s.random(200, 4000, 0.01, 'csr')", false)]
    [InlineData("np.random.randint(0, 3, 200)", "zero_based=False, comment='made\\nhere', query_id=np.arange(200) // 7", "s.random(200, 40, 0.1, 'csr')", false)]
    [InlineData("s.random(200, 5, 0.3, 'csr').astype(bool).astype(int)", "zero_based=True, multilabel=True", "s.random(200, 40, 0.4, 'csr')", true)]
    [InlineData("np.array([-1.0, 1e300])", "zero_based=False", "s.csr_matrix([[1e-320, 3.5, 0, -7], [0, 0, 0, 0.1]])", false)]
    public async Task ScikitLearnsFiles_ComeBack(string labels, string options, string matrix, bool isMultilabel)
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        Python.Do($"import scipy.sparse as s\nfrom sklearn.datasets import dump_svmlight_file\nnp.random.seed(5)\ndump_svmlight_file({matrix}, {labels}, a[0], {options})", bench["x.svmlight"]);

        await bench.ImportAsync(bench["x.svmlight"], "x");
        var losses = await bench.ExportAsync("x", new LibSvmFormat(), bench["back.svmlight"], isLossy: false);

        Assert.Empty(losses);
        Python.Do(
            $"""
            from sklearn.datasets import load_svmlight_file
            # The reading that scikit-learn tells others to use where a file's first index is known.
            zero = {(options.Contains("zero_based=True", StringComparison.Ordinal) ? "True" : "False")}
            x = load_svmlight_file(a[0], multilabel={(isMultilabel ? "True" : "False")}, query_id=True, zero_based=zero)
            y = load_svmlight_file(a[1], multilabel={(isMultilabel ? "True" : "False")}, query_id=True, zero_based=zero)
            assert x[0].shape == y[0].shape and (x[0] != y[0]).nnz == 0
            assert list(x[1]) == list(y[1]) and list(x[2]) == list(y[2])
            """, bench["x.svmlight"], bench["back.svmlight"]);
    }

    [Theory]
    [InlineData("1 1:2\nx 1:2\n", "libsvm/label", 1, "'x' is not a label")]
    [InlineData("1 1:2\n2 3:4\n 3:1\n", "libsvm/label", -1, "")]
    [InlineData("1 1:2\n3:1 4:2\n", "libsvm/label", 1, "begins with an entry")]
    [InlineData("1 1:2 2\n", "libsvm/entry", 0, "'2' is not index:value")]
    [InlineData("1 1:2\n# c\n1 1:2 2:x\n", "libsvm/entry", 2, "'2:x' is not index:value")]
    [InlineData("1 1:2:3 2:2:1\n", "libsvm/entry", 0, "'1:2:3'")]
    [InlineData("1 1:2\n\n1 4:1 4:2 7:1\n", "libsvm/index", 2, "index 4 stands twice")]
    [InlineData("1 4:1 3:2 7:1\n", "libsvm/index", 0, "index 3 comes after 4")]
    [InlineData("1 1:2\n1 4:1 3:2\n", "libsvm/index", 1, "index 4 has a smaller one after it")]
    [InlineData("1 7:1 2147483649:1\n", "libsvm/index", 0, "2147483649 is beyond")]
    [InlineData("1 -1:1\n", "libsvm/index", 0, "index -1 is below the first")]
    [InlineData("1 qid:x 1:2\n", "libsvm/qid", 0, "'qid:x'")]
    public void WhatIsWrong_IsSaidWithItsPlace(string text, string code, long line, string message)
    {
        var folder = Directory.CreateTempSubdirectory("zenset-");
        try
        {
            var path = Path.Combine(folder.FullName, "x.svm");
            File.WriteAllText(path, text);
            if (line < 0)
            {
                // A row that begins with a blank has no label, among others that have lists.
                Assert.Equal("[]", TableReading.Read(new LibSvmFormat(), path).Rows[2][0]);
                return;
            }
            var error = Assert.Throws<SourceDataException>(() => TableReading.Read(new LibSvmFormat(), path));
            Assert.Equal((code, line), (error.Code.Id, error.Location!.Line));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void SegmentsOfAnySize_GiveTheSameRows()
    {
        var folder = Directory.CreateTempSubdirectory("zenset-");
        try
        {
            var path = Path.Combine(folder.FullName, "x.svm");
            var random = new Random(7);
            var text = new StringBuilder("# begins\r\n");
            for (var row = 0; row < 3_000; row++)
            {
                text.Append(random.Next(9));
                for (var index = random.Next(1, 40); index < 2_000; index += random.Next(1, 400)) text.Append(' ').Append(index).Append(':').Append(random.Next(100));
                text.Append(random.Next(20) == 0 ? " # said\r\n" : "\n");
            }
            File.WriteAllText(path, text.ToString());
            var whole = TableReading.Read(new LibSvmFormat(), path);
            var pieces = TableReading.Read(new LibSvmFormat { SegmentBytes = 5_000 }, path);
            Assert.Equal(3_000, whole.Rows.Count);
            Assert.Equal(whole.Rows, pieces.Rows);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Columns_BecomeEntries_WithTheLabelNamed()
    {
        using var bench = new Workbench();
        File.WriteAllText(bench["x.csv"], "a,b,kind\n1,0,2\n-2.5,3,0\n,0,1\n");
        var manifest = (await bench.ImportAsync(bench["x.csv"], "x")).Manifest;
        var options = new Export.ExportOptions { Lossy = true, FormatOptions = new OptionValues(new Dictionary<string, string> { ["label"] = "kind", ["index-base"] = "0" }) };
        await Export.Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, new LibSvmFormat(), bench["x.svm"], options);
        Assert.Equal("2 0:1\n0 0:-2.5 1:3\n1\n", File.ReadAllText(bench["x.svm"]));
    }
}
