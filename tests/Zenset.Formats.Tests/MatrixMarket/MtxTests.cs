using System.Collections.Immutable;
using Zenset.Formats.MatrixMarket;
using Zenset.Formats.Tests.Arrays;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.MatrixMarket;

/// <summary>Matrices that SciPy wrote, and ours as SciPy reads them.</summary>
public sealed class MtxTests
{
    [Theory]
    [InlineData("s.random(300, 70, 0.05, 'csc')")]
    [InlineData("s.random(300, 70, 0.05, 'csr').astype('f4')")]
    [InlineData("(s.random(50, 70, 0.2) * 100).astype('i4')")]
    [InlineData("s.coo_matrix((40, 30))")]
    [InlineData("(lambda m: m + m.T)(s.random(60, 60, 0.1))")]
    [InlineData("(lambda m: m - m.T)(s.random(60, 60, 0.1))")]
    [InlineData("s.csr_matrix(np.array([[1e-300, -np.inf], [np.nan, -0.0], [5e-324, 1e308]]))")]
    public async Task SparseMatrices_ComeBack(string make)
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        Python.Do($"import scipy.sparse as s, scipy.io as io\nnp.random.seed(3)\nm = {make}\nio.mmwrite(a[0], m, comment='made here')", bench["x.mtx"]);

        var read = await bench.ImportAsync(bench["x.mtx"], "x");
        var losses = await bench.ExportAsync("x", new MtxFormat(), bench["back.mtx"], isLossy: false);

        Assert.Empty(losses);
        Assert.Equal(FieldKind.Sparse, read.Manifest.Resources.Single().Fields.Single().Type.Kind);
        Assert.Equal("made here", read.Manifest.Description.Text);
        Python.Do(
            """
            import scipy.io as io
            x, y = io.mmread(a[0]).tocsr(), io.mmread(a[1]).tocsr()
            assert x.shape == y.shape and x.dtype == y.dtype, (x.dtype, y.dtype)
            assert np.array_equal(x.toarray(), y.toarray(), equal_nan=x.dtype.kind == 'f')
            """, bench["x.mtx"], bench["back.mtx"]);
    }

    [Theory]
    [InlineData("np.random.rand(60, 7)")]
    [InlineData("np.random.randint(-9, 9, (600, 30))")]
    [InlineData("(lambda m: m + m.T)(np.random.rand(700, 700))")]
    [InlineData("(lambda m: m - m.T)(np.random.rand(530, 530))")]
    [InlineData("np.random.rand(1, 1)")]
    public async Task DenseMatrices_ComeBack(string make)
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        Python.Do($"import scipy.io as io\nnp.random.seed(3)\nio.mmwrite(a[0], {make}, precision=17)", bench["x.mtx"]);

        var read = await bench.ImportAsync(bench["x.mtx"], "x");
        var losses = await bench.ExportAsync("x", new MtxFormat(), bench["back.mtx"], isLossy: false);

        Assert.Empty(losses);
        Assert.Equal(FieldKind.FixedList, read.Manifest.Resources.Single().Fields.Single().Type.Kind);
        Python.Do("import scipy.io as io\nx, y = io.mmread(a[0]), io.mmread(a[1])\nassert x.dtype == y.dtype and np.array_equal(x, y), abs(x - y).max()", bench["x.mtx"], bench["back.mtx"]);
    }

    [Fact]
    public void ReadsPatterns_InAnyOrder_WithBlanksAndComments()
    {
        var read = Read("%%MatrixMarket MATRIX Coordinate PATTERN symmetric\n% a\n\n 3 3 3\r\n2 1\n% within\n\n  3\t3 \n 3 1");

        Assert.Equal(FieldType.Sparse(FieldType.Boolean, 3), read.Fields.Single().Type);
        Assert.Equal(
            ["{'indices': [1, 2], 'values': [true, true]}", "{'indices': [0], 'values': [true]}", "{'indices': [0, 2], 'values': [true, true]}"], read.Rows.Select(r => r[0]));
    }

    [Fact]
    public void GivesTheSame_HoweverTheTextIsCut()
    {
        var random = new Random(1);
        var lines = Enumerable.Range(0, 4000).Select(_ => $"{random.Next(1, 90)} {random.Next(1, 40)} {random.Next(1, 9)}").ToList();
        var text = $"%%MatrixMarket matrix coordinate integer general\n90 40 4000\n{string.Join('\n', lines)}\n";

        var whole = Read(text);
        var pieces = Read(text, segmentBytes: 997);

        Assert.Equal(whole.Rows, pieces.Rows);
    }

    [Theory]
    [InlineData("%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1 2\n", "mtx/kind")]
    [InlineData("%%MatrixMarket vector coordinate real general\n1 1\n1 1\n", "mtx/kind")]
    [InlineData("%%MatrixMarket matrix coordinate real\n1 1 1\n1 1 1\n", "mtx/header")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n1 1\n1 1 1\n", "mtx/header")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n", "mtx/header")]
    [InlineData("%%MatrixMarket matrix coordinate real symmetric\n1 2 1\n1 1 1\n", "mtx/header")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n3 1 1.5\n", "mtx/entry")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n0 1 1.5\n", "mtx/entry")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 1.5 7\n", "mtx/entry")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 x\n", "mtx/entry")]
    [InlineData("%%MatrixMarket matrix coordinate integer general\n2 2 1\n1 1 1.5\n", "mtx/entry")]
    [InlineData("%%MatrixMarket matrix coordinate integer general\n2 2 1\n1 1 99999999999999999999\n", "mtx/entry")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1.5\n      \n     ", "mtx/count")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 1.5\n1 2 1.5\n", "mtx/count")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1000000000000\n1 1 1.5\n", "mtx/count")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n1000000000000 2 1\n1 1 1.5\n", "array/too-large")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 1000000000000 1\n1 1 1.5\n", "array/too-large")]
    [InlineData("%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n       \n", "mtx/count")]
    [InlineData("%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n4\n5\n", "mtx/count")]
    [InlineData("%%MatrixMarket matrix array real general\n99999999999 99999999999\n1\n", "array/too-large")]
    public void Refuses_WhatIsNoMatrix(string text, string code) => Assert.Equal(code, Assert.ThrowsAny<ZensetException>(() => Read(text)).Code.Id);

    [Fact]
    public void SaysWhere()
    {
        var failure = Assert.Throws<SourceDataException>(() => Read("%%MatrixMarket matrix coordinate real general\n2 2 1\n3 1 1.5\n"));

        Assert.Equal("x.mtx at byte 52: the entry '3 1 1.5' has row 3, and the matrix has 2. An entry is a row and a column, both from 1, and a value.", failure.Message);
    }

    [Fact]
    public async Task WritesColumnsOfNumbers_AsAMatrix()
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        ImmutableArray<Field> fields = [new Field { Name = "a", Type = FieldType.Int32 }, new Field { Name = "b", Type = FieldType.Float32 }];
        await bench.ImportSqlAsync("x", "SELECT range, CASE WHEN range <> 2 THEN range * 0.5 END FROM range(2500)", fields);

        var losses = await bench.ExportAsync("x", new MtxFormat(), bench["x.mtx"]);

        Assert.Equal(4, losses.Length);
        Python.Do(
            """
            import scipy.io as io
            m = io.mmread(a[0])
            assert m.shape == (2500, 2) and m[3].tolist() == [3, 1.5] and np.isnan(m[2, 1]) and m[2499, 0] == 2499
            """, bench["x.mtx"]);
    }

    private static TableReading Read(string text, long? segmentBytes = null)
    {
        using var bench = new Workbench();
        File.WriteAllText(bench["x.mtx"], text);
        return TableReading.Read(new MtxFormat { SegmentBytes = segmentBytes }, bench["x.mtx"]);
    }
}
