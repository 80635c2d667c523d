using System.Collections.Immutable;
using System.Text;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.Arff.Writing;

/// <summary>Writes everything up to the rows: description as comments, relation, attributes.</summary>
/// <remarks>One blank after each keyword and <c>@DATA</c> alone on its line: clients of OpenML read headers with patterns.</remarks>
internal static class ArffHeaderWriter
{
    public static void Write(TextOutput output, ArffWritePlan plan, string relation, string? description)
    {
        if (description is not null)
        {
            foreach (var line in description.AsSpan().EnumerateLines())
            {
                output.Write("% "u8);
                output.Write(line);
                output.Write((byte)'\n');
            }
        }
        output.Write("@RELATION "u8);
        ArffText.WriteName(output, plan.Dialect == ArffDialect.Weka ? relation : ArffText.PlainRelation(relation), plan.Dialect);
        output.Write("\n\n"u8);
        foreach (var attribute in plan.Attributes)
        {
            var column = plan.Columns[attribute.Column];
            if (column.Form == ArffCellForm.Vector && column.ItemForm == ArffCellForm.Text)
            {
                if (attribute.Categories.IsEmpty) WriteAttribute(output, attribute.Name, "STRING"u8, plan.Dialect);
                else WriteNominal(output, attribute.Name, attribute.Categories, plan.Dialect);
            }
            else if (column.Form is ArffCellForm.Vector or ArffCellForm.Sparse) WriteAttribute(output, attribute.Name, attribute.IsInteger ? "INTEGER"u8 : "REAL"u8, plan.Dialect);
            else WriteScalar(output, attribute.Name, column, plan.Dialect);
        }
        output.Write("\n@DATA\n"u8);
    }

    private static void WriteScalar(TextOutput output, string name, ArffWriteColumn column, ArffDialect dialect)
    {
        var field = column.Field;
        switch (column.Form)
        {
            case ArffCellForm.Nominal:
                WriteNominal(output, name, field.Categories!.Values, dialect);
                break;
            case ArffCellForm.Text when dialect == ArffDialect.Weka && field.IsNominal && field.Type.Kind == FieldKind.String:
                // Without a single value; OpenML's clients cannot read an empty list.
                WriteAttribute(output, name, "{}"u8, dialect);
                break;
            case ArffCellForm.Relational:
                WriteRelational(output, name, field.Type, dialect);
                break;
            case ArffCellForm.Days or ArffCellForm.Micros when dialect == ArffDialect.Weka:
                WriteDate(output, name, ArffCellForms.PatternOf(field), dialect);
                break;
            default:
                WriteAttribute(output, name, TypeName(column.Form, field.Type), dialect);
                break;
        }
    }

    private static ReadOnlySpan<byte> TypeName(ArffCellForm form, FieldType type) => form switch
    {
        ArffCellForm.Integer => type.Kind == FieldKind.Null ? "REAL"u8 : "INTEGER"u8,
        ArffCellForm.NumberText => type.Kind == FieldKind.Decimal ? "REAL"u8 : "INTEGER"u8,
        ArffCellForm.Float or ArffCellForm.Double => "REAL"u8,
        ArffCellForm.Boolean => "{False,True}"u8,
        _ => "STRING"u8,
    };

    private static void WriteNominal(TextOutput output, string name, ImmutableArray<string> categories, ArffDialect dialect)
    {
        using var list = new TextOutput();
        for (var i = 0; i < categories.Length; i++)
        {
            list.Write(i == 0 ? "{"u8 : ","u8);
            ArffText.WriteValue(list, Encoding.UTF8.GetBytes(categories[i]), dialect);
        }
        list.Write("}\n"u8);
        output.Write("@ATTRIBUTE "u8);
        // liac-arff takes everything up to the last quote that has a blank behind it for the name.
        var prefersDouble = dialect == ArffDialect.OpenMl && list.Gathered.IndexOf("' "u8) >= 0 && list.Gathered.IndexOf("\" "u8) < 0;
        ArffText.WriteName(output, name, dialect, prefersDouble);
        output.Write((byte)' ');
        output.Write(list.Gathered);
    }

    private static void WriteRelational(TextOutput output, string name, FieldType type, ArffDialect dialect)
    {
        WriteAttribute(output, name, "RELATIONAL"u8, dialect);
        var names = ArffText.AttributeNames(type.Item!.Members.Select(m => m.Name), dialect);
        for (var i = 0; i < names.Length; i++)
        {
            var member = type.Item.Members[i].Type;
            switch (ArffCellForms.OfMember(member))
            {
                case ArffCellForm.Relational: WriteRelational(output, names[i], member, dialect); break;
                case ArffCellForm.Days or ArffCellForm.Micros: WriteDate(output, names[i], ArffCellForms.PatternOf(member), dialect); break;
                case var form: WriteAttribute(output, names[i], TypeName(form, member), dialect); break;
            }
        }
        output.Write("@END "u8);
        ArffText.WriteName(output, name, dialect);
        output.Write((byte)'\n');
    }

    private static void WriteDate(TextOutput output, string name, JavaDatePattern pattern, ArffDialect dialect)
    {
        WriteAttribute(output, name, "DATE "u8, dialect, endsLine: false);
        ArffText.WriteQuoted(output, Encoding.UTF8.GetBytes(pattern.Text), (byte)'"', dialect);
        output.Write((byte)'\n');
    }

    private static void WriteAttribute(TextOutput output, string name, ReadOnlySpan<byte> type, ArffDialect dialect, bool endsLine = true)
    {
        output.Write("@ATTRIBUTE "u8);
        ArffText.WriteName(output, name, dialect);
        output.Write((byte)' ');
        output.Write(type);
        if (endsLine) output.Write((byte)'\n');
    }
}
