using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.Arff.Writing;

/// <summary>The text of relational cells: rows parted by line breaks, to be quoted as a whole.</summary>
internal sealed class RelationalText : IDisposable
{
    private readonly ImmutableArray<ArffCellForm> _forms;
    private readonly JavaDatePattern?[] _patterns;
    private readonly RelationalText?[] _nested;
    private readonly ArffDialect _dialect;
    private readonly TextOutput _text = new();
    private readonly StringBuilder _date = new();
    private readonly TextOutput _dateText = new();

    public RelationalText(FieldType type, ArffDialect dialect)
    {
        var members = type.Item!.Members;
        _dialect = dialect;
        _forms = [.. members.Select(m => ArffCellForms.OfMember(m.Type))];
        _patterns = [.. members.Zip(_forms).Select(m => m.Second is ArffCellForm.Days or ArffCellForm.Micros ? ArffCellForms.PatternOf(m.First.Type) : null)];
        _nested = [.. members.Zip(_forms).Select(m => m.Second == ArffCellForm.Relational ? new RelationalText(m.First.Type, dialect) : null)];
    }

    /// <summary>The text of a list that is not missing; valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(Vector list, int row)
    {
        _text.Clear();
        var entry = list.Entries[row];
        for (var i = 0; i < (int)entry.Length; i++)
        {
            if (i > 0) _text.Write((byte)'\n');
            for (var m = 0; m < _forms.Length; m++)
            {
                if (m > 0) _text.Write((byte)',');
                WriteMember(list.Items.Member(m), (int)entry.Offset + i, m);
            }
        }
        return _text.Gathered;
    }

    public void Dispose()
    {
        _text.Dispose();
        _dateText.Dispose();
        foreach (var nested in _nested) nested?.Dispose();
    }

    private void WriteMember(Vector vector, int item, int member)
    {
        if (vector.IsMissing(item))
        {
            _text.Write((byte)'?');
            return;
        }
        switch (_forms[member])
        {
            case ArffCellForm.Integer: ArffRowWriter.WriteInteger(_text, vector.Values<long>()[item]); break;
            case ArffCellForm.Float: ArffRowWriter.WriteFloat(_text, vector.Values<float>()[item], _dialect); break;
            case ArffCellForm.Double: ArffRowWriter.WriteDouble(_text, vector.Values<double>()[item], _dialect); break;
            case ArffCellForm.Boolean: _text.Write(vector.Values<bool>()[item] ? "True"u8 : "False"u8); break;
            case ArffCellForm.Text: ArffText.WriteValue(_text, vector.Text(item), _dialect); break;
            case ArffCellForm.Days: WriteDate(vector.Values<int>()[item] * 86_400_000_000L, member); break;
            case ArffCellForm.Micros: WriteDate(vector.Values<long>()[item], member); break;
            case ArffCellForm.Relational: ArffText.WriteQuoted(_text, _nested[member]!.Of(vector, item), (byte)'\'', _dialect); break;
            default: throw new InvalidOperationException($"{_forms[member]} is no form of a member.");
        }
    }

    private void WriteDate(long micros, int member)
    {
        _date.Clear();
        _patterns[member]!.Format(micros, _date);
        _dateText.Clear();
        foreach (var piece in _date.GetChunks()) _dateText.Write(piece.Span);
        ArffText.WriteValue(_text, _dateText.Gathered, _dialect);
    }
}
