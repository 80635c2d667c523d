using Zenset.Export;
using Zenset.Formats.Npy;
using Zenset.Formats.Tests.Arrays;
using Zenset.Formats.Tests.Contract;

namespace Zenset.Formats.Tests.Npy;

/// <summary>Arrays that NumPy wrote, through a repository, and back to NumPy: the same array.</summary>
public sealed class NpyRoundTripTests
{
    /// <summary>Python that makes an array <c>x</c>.</summary>
    public static TheoryData<string> Arrays() =>
    [
        "x = np.arange(12, dtype='i8')",
        "x = np.arange(12, dtype='>i4')",
        "x = np.arange(5000, dtype='u2').reshape(2500, 2)",
        "x = np.asfortranarray(np.arange(24.0).reshape(4, 6))",
        "x = np.asfortranarray(np.arange(9000, dtype='>f8').reshape(30, 20, 15))",
        "x = np.asfortranarray(np.arange(60).reshape(3, 20).astype('U3'))",
        "x = np.arange(120, dtype='u1').reshape(2, 3, 4, 5)",
        "x = np.array([True, False, True])",
        "x = np.array([1.5, np.inf, -np.inf, np.nan, -0.0, 6e-8], dtype='f2')",
        "x = np.array([1.5, np.inf, -np.inf, np.nan, -0.0], dtype='>f4')",
        "x = np.array([1 + 2j, np.nan - 1j], dtype='c8')",
        "x = np.array([[1 + 2j, 3 - 1j]], dtype='>c16')",
        "x = np.array(['', 'a', 'naïve 数据 😀', 'x\\0y'])",
        "x = np.array([['a', 'bcd'], ['', '😀']], dtype='>U7')",
        "x = np.array([b'', b'a', b'\\xff\\x00b'])",
        "x = np.array([b'ab', b'c\\0'], dtype='V2')",
        "x = np.array(['2020-01-01', 'NaT', '0001-01-01', '9999-12-31'], dtype='M8[D]')",
        "x = np.array(['2020-01', 'NaT', '1969-12', '1904-02', '-0044-03'], dtype='M8[M]')",
        "x = np.array([50, -3, 'NaT', 0, -2000], dtype='M8[Y]')",
        "x = np.array([50, -3, 'NaT'], dtype='M8[W]')",
        "x = np.array(['2020-01-01T12', 'NaT', '1950-01-01T01'], dtype='M8[h]')",
        "x = np.array(['2020-01-01T12:01', 'NaT'], dtype='>M8[m]')",
        "x = np.array(['2020-01-01T12:01:59', 'NaT'], dtype='M8[s]')",
        "x = np.array(['2020-01-01T12:01:59.123', 'NaT'], dtype='M8[ms]')",
        "x = np.array(['2020-01-01T12:01:59.123456', 'NaT'], dtype='M8[us]')",
        "x = np.array(['2020-01-01T12:01:59.123456789', 'NaT', '1677-09-22'], dtype='M8[ns]')",
        "x = np.array([3, 'NaT', -1], dtype='M8[25s]')",
        "x = np.array([3, 'NaT', -1], dtype='m8[ms]')",
        "x = np.array([3, 'NaT', -1], dtype='>m8[2D]')",
        "x = np.array([3, 'NaT', -1], dtype='m8[ps]')",
        "x = np.array(42)",
        "x = np.array('text')",
        "x = np.zeros((0, 3))",
        "x = np.zeros((0,), dtype='i4')",
        "x = np.zeros((3, 0))",
        "x = np.zeros((3, 2, 0), dtype='i2')",
        "x = np.arange(30000.0).reshape(3, 10000)",
        "x = np.array([(1, 2.5, 'ab'), (3, 4.5, '')], dtype=[('n', 'i4'), ('x', '>f8'), ('s', 'U5')])",
        "x = np.array([(1, 2.5), (3, 4.5)], dtype=np.dtype([('n', 'i1'), ('x', 'f8')], align=True))",
        "x = np.array([(1, (2, 3.5)), (4, (5, 6.5))], dtype=[('a b', 'i8'), ('p', [('q', 'u1'), ('r', 'f4')])])",
        "x = np.zeros(3, dtype=[('v', 'f4', (3,)), ('m', 'i2', (2, 2)), ('k', [('z', 'c8')], (2,))])",
        "x = np.array([(1, 2)], dtype=[(('a title', 'n'), 'i4'), ('m', 'u8')])",
        "x = np.array([(1, 2.5)], dtype=[('größe', 'i4'), ('日本', 'f4')])",
        "x = np.array([(b'ab', 'M')], dtype=[('s', 'S4'), ('t', 'U1')])",
    ];

    [Theory]
    [MemberData(nameof(Arrays))]
    public async Task ComesBackAsNumPySeesIt(string make)
    {
        if (!Python.IsThere) return;
        using var bench = new Workbench();
        Python.Do($"{make}\nnp.save(a[0], x)", bench["x.npy"]);

        await bench.ImportAsync(bench["x.npy"], "x");
        var losses = await bench.ExportAsync("x", new NpyFormat(), bench["back.npy"], isLossy: false);

        Assert.Empty(losses);
        Python.Do("""
            x, y = np.load(a[0]), np.load(a[1])
            assert x.dtype == y.dtype, (x.dtype, y.dtype)
            assert x.shape == y.shape, (x.shape, y.shape)
            assert x.flags.f_contiguous == y.flags.f_contiguous and x.flags.c_contiguous == y.flags.c_contiguous
            # Padding may hold anything, so structures are compared by member.
            def same(x, y):
                if x.dtype.names: return all(same(x[n], y[n]) for n in x.dtype.names)
                return np.ascontiguousarray(x).tobytes() == np.ascontiguousarray(y).tobytes()
            assert same(x, y), (x, y)
            """, bench["x.npy"], bench["back.npy"]);
    }
}
