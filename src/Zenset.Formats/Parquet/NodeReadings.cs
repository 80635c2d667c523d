using Zenset.DuckDb;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>Finds how the nodes of a schema are read.</summary>
/// <remarks>Parquet format, LogicalTypes.md, with its rules for the older forms of lists and maps.</remarks>
internal sealed class NodeReadings(string sourceName, TimeUnit int96Unit)
{
    /// <summary>How a top-level node is read.</summary>
    /// <exception cref="NotSupportedSourceException">It holds a type that Zenset has not.</exception>
    public NodeReading Read(ParquetNode node, string name)
    {
        try
        {
            return Rename(Repeated(node), name);
        }
        catch (UnsupportedNode e)
        {
            throw new NotSupportedSourceException(
                ParquetErrors.Unsupported, e.Message, new SourceLocation { Source = sourceName, Field = node.Name }, "Write the file without this column, or with the column as another type.");
        }
    }

    private static NodeReading Rename(NodeReading reading, string name) => new()
    {
        Node = reading.Node, Type = reading.Type, Engine = reading.Engine, Declaration = reading.Declaration with { Name = name },
        NeedsExtract = reading.NeedsExtract, BlocksFile = reading.BlocksFile, Parts = reading.Parts, Convert = reading.Convert, IsUnwrapped = reading.IsUnwrapped,
    };

    // A repeated node that no list or map is around is a list of itself.
    private NodeReading Repeated(ParquetNode node) => node.Repetition == ParquetRepetition.Repeated ? ListOf(node, Single(node, unwrapped: true), Item(node)) : Single(node, unwrapped: false);

    private static ParquetDeclaration Item(ParquetNode node) => new(node.Name, node.Repetition);

    private static NodeReading ListOf(ParquetNode node, NodeReading item, ParquetDeclaration declaration) => new()
    {
        Node = node, Type = FieldType.List(item.Type), Engine = EngineType.List(item.Engine), Parts = [item],
        Declaration = item.Declaration with { Repetition = declaration.Repetition }, NeedsExtract = item.NeedsExtract, BlocksFile = item.BlocksFile,
    };

    private NodeReading Single(ParquetNode node, bool unwrapped) => node switch
    {
        { IsGroup: false } => Leaf(node),
        { Children.Length: 0 } => throw new UnsupportedNode("is a struct without members"),
        { Meaning: ParquetMeaning.List, Children: [{ Repetition: ParquetRepetition.Repeated }] } => List(node),
        { Meaning: ParquetMeaning.Map, Children: [{ Repetition: ParquetRepetition.Repeated, IsGroup: true, Children.Length: 2 }] } => Map(node),
        { Meaning: ParquetMeaning.Map } => throw new UnsupportedNode("is a map without values"),
        { Meaning: ParquetMeaning.Other } => throw new UnsupportedNode("has a type that this version does not know (variant or geometry)"),
        _ => Struct(node, unwrapped),
    };

    private NodeReading List(ParquetNode node)
    {
        var repeated = node.Children[0];
        // LogicalTypes.md, "Backward-compatibility rules": the repeated node is the item itself when it is a column, has several
        // members, or is called "array" or "<list>_tuple"; otherwise its one child is.
        var isItem = !repeated.IsGroup || repeated.Children.Length != 1
            || repeated.Name == "array" || repeated.Name == node.Name + "_tuple";
        var item = isItem ? Single(repeated, unwrapped: true) : Repeated(repeated.Children[0]);
        var middle = isItem
            ? item.Declaration with { Repetition = ParquetRepetition.Repeated }
            : new ParquetDeclaration("list", ParquetRepetition.Repeated) { Children = [item.Declaration] };
        return new NodeReading
        {
            Node = node, Type = FieldType.List(item.Type), Engine = EngineType.List(item.Engine), Parts = [item],
            Declaration = new ParquetDeclaration(node.Name, node.Repetition) { Converted = ParquetDeclaration.List, Children = [middle] },
            NeedsExtract = item.NeedsExtract || node.ConvertedType != ParquetDeclaration.List, BlocksFile = item.BlocksFile,
        };
    }

    private NodeReading Map(ParquetNode node)
    {
        var pairs = node.Children[0];
        var key = Repeated(pairs.Children[0]);
        var value = Repeated(pairs.Children[1]);
        return new NodeReading
        {
            Node = node, Type = FieldType.Map(key.Type, value.Type), Engine = EngineType.Map(key.Engine, value.Engine), Parts = [key, value],
            Declaration = new ParquetDeclaration(node.Name, node.Repetition)
            {
                Converted = ParquetDeclaration.Map,
                Children = [new ParquetDeclaration("key_value", ParquetRepetition.Repeated) { Children = [key.Declaration, value.Declaration] }],
            },
            NeedsExtract = key.NeedsExtract || value.NeedsExtract || node.ConvertedType != ParquetDeclaration.Map,
            // The engine takes an outer MAP_KEY_VALUE (2), as Parquet's first years wrote it, for the inner one and fails.
            BlocksFile = key.BlocksFile || value.BlocksFile || node.ConvertedType == 2,
        };
    }

    private NodeReading Struct(ParquetNode node, bool unwrapped)
    {
        var names = UniqueNames.For([.. node.Children.Select(c => c.Name)]);
        var members = node.Children.Select(Repeated).ToList();
        var isUnwrapped = unwrapped && members.Count == 1;
        return new NodeReading
        {
            Node = node, Type = FieldType.Struct(members.Select((m, i) => new FieldMember(names[i], m.Type))), Parts = members, IsUnwrapped = isUnwrapped,
            Engine = isUnwrapped ? members[0].Engine : EngineType.Struct([.. members.Select((m, i) => new EngineColumn(names[i], m.Engine))]),
            Declaration = new ParquetDeclaration(node.Name, node.Repetition) { Children = [.. members.Select((m, i) => m.Declaration with { Name = names[i] })] },
            NeedsExtract = members.Any(m => m.NeedsExtract) || node.Children.Where((c, i) => c.Name != names[i]).Any(),
            BlocksFile = members.Any(m => m.BlocksFile),
        };
    }

    private NodeReading Leaf(ParquetNode node)
    {
        var plain = new ParquetDeclaration(node.Name, node.Repetition) { Type = node.Type, TypeLength = node.TypeLength };
        switch (node.Type!.Value, node.Meaning)
        {
            case (ParquetType.Boolean, _):
                return Of(FieldType.Boolean, EngineType.Boolean, plain);
            case (ParquetType.Float, _):
                return Of(FieldType.Float32, EngineType.Float, plain);
            case (ParquetType.Double, _):
                return Of(FieldType.Float64, EngineType.Double, plain);
            case (ParquetType.Int96, _):
                // The same twelve bytes; the engine gives them as they are.
                return Of(FieldType.Timestamp(int96Unit), EngineType.Blob, plain with { Type = ParquetType.FixedLenByteArray, TypeLength = 12 }, extract: true, v => Int96.Decode(v, int96Unit));
            case (ParquetType.Int32 or ParquetType.Int64, ParquetMeaning.Integer):
                return Integer(node, plain);
            case (ParquetType.Int32, ParquetMeaning.Date):
                return Of(FieldType.Date, EngineType.Date, plain with { Converted = ParquetDeclaration.Date }, node.ConvertedType != ParquetDeclaration.Date);
            case (ParquetType.Int32 or ParquetType.Int64, ParquetMeaning.Time):
                return Time(node, plain);
            case (ParquetType.Int64, ParquetMeaning.Timestamp):
                return Timestamp(node, plain);
            case (ParquetType.Int32 or ParquetType.Int64 or ParquetType.ByteArray or ParquetType.FixedLenByteArray, ParquetMeaning.Decimal):
                return Decimal(node, plain);
            case (_, ParquetMeaning.Null):
                return Of(FieldType.Null, EngineType.Integer, plain, extract: false, _ => "CAST(NULL AS INTEGER)");
            case (ParquetType.Int32, _):
                return Of(FieldType.Int32, EngineType.Integer, plain);
            case (ParquetType.Int64, _):
                return Of(FieldType.Int64, EngineType.BigInt, plain);
            case (ParquetType.ByteArray or ParquetType.FixedLenByteArray, ParquetMeaning.String or ParquetMeaning.Enum or ParquetMeaning.Json):
                return Of(FieldType.String, EngineType.VarChar, plain with { Converted = ParquetDeclaration.Utf8 }, node.ConvertedType is not (0 or 4),
                    // JSON is checked by the engine while it reads; as text it is taken as it is.
                    blocks: false);
            case (ParquetType.FixedLenByteArray, ParquetMeaning.Uuid) when node.TypeLength == 16:
                return Of(FieldType.Uuid, EngineType.Uuid, plain with { Logical = ParquetDeclaration.LogicalUuid });
            case (ParquetType.FixedLenByteArray, ParquetMeaning.Float16) when node.TypeLength == 2:
                return Of(FieldType.Float16, EngineType.Float, plain with { Logical = ParquetDeclaration.LogicalFloat16 });
            case (ParquetType.FixedLenByteArray, ParquetMeaning.Interval) when node.TypeLength == 12:
                return Of(FieldType.Interval, EngineType.Interval, plain with { Converted = ParquetDeclaration.Interval }, extract: false, Interval);
            case (ParquetType.ByteArray or ParquetType.FixedLenByteArray, ParquetMeaning.None or ParquetMeaning.Bson):
                // The engine refuses a file with the older annotation for BSON (20).
                return Of(FieldType.Binary, EngineType.Blob, plain, node.ConvertedType is not null, blocks: node.ConvertedType == 20);
            default:
                throw new UnsupportedNode($"has values of {node.Type} that are said to be {(node.Meaning == ParquetMeaning.Other ? "of a type that this version does not know" : node.Meaning)}");
        }

        NodeReading Of(FieldType type, EngineType engine, ParquetDeclaration declaration, bool extract = false, Func<string, string>? convert = null, bool blocks = false) => new()
        {
            Node = node, Type = type, Engine = engine, Declaration = declaration, NeedsExtract = extract || blocks, BlocksFile = blocks,
            Convert = convert ?? (engine == FieldEngine.TypeOf(type) ? null : v => $"CAST({v} AS {FieldEngine.TypeOf(type)})"),
        };

        NodeReading Integer(ParquetNode n, ParquetDeclaration declared)
        {
            var (type, converted) = (n.BitWidth, n.IsSigned) switch
            {
                (8, true) => (FieldType.Int8, 15),
                (16, true) => (FieldType.Int16, 16),
                (32, true) => (FieldType.Int32, 17),
                (64, true) => (FieldType.Int64, 18),
                (8, false) => (FieldType.UInt8, 11),
                (16, false) => (FieldType.UInt16, 12),
                (32, false) => (FieldType.UInt32, 13),
                (64, false) => (FieldType.UInt64, 14),
                _ => throw new UnsupportedNode($"has integers of {n.BitWidth} bits"),
            };
            if (n.BitWidth == 64 != (n.Type == ParquetType.Int64)) throw new UnsupportedNode($"has integers of {n.BitWidth} bits in values of {n.Type}");
            return Of(type, FieldEngine.TypeOf(type), declared with { Converted = converted }, n.ConvertedType != converted && type.Kind is not (FieldKind.Int32 or FieldKind.Int64));
        }

        NodeReading Time(ParquetNode n, ParquetDeclaration declared)
        {
            if ((n.Unit == TimeUnit.Millisecond) != (n.Type == ParquetType.Int32)) throw new UnsupportedNode($"has times in values of {n.Type}");
            var type = FieldType.Time(n.Unit);
            // The engine cuts nanoseconds; as plain numbers it leaves them.
            if (n.Unit == TimeUnit.Nanosecond) return Of(type, EngineType.BigInt, declared, extract: true, v => $"CAST(make_timestamp_ns({v}) AS TIME_NS)");
            var engine = n.IsUtc ? EngineType.TimeTz : EngineType.Time;
            return Of(type, engine, declared with
            {
                Logical = ParquetDeclaration.LogicalTime,
                Unit = n.Unit,
                IsUtc = n.IsUtc,
                Converted = n.Unit == TimeUnit.Millisecond ? ParquetDeclaration.TimeMillis : ParquetDeclaration.TimeMicros,
            });
        }

        NodeReading Timestamp(ParquetNode n, ParquetDeclaration declared)
        {
            var type = FieldType.Timestamp(n.Unit, n.IsUtc ? "UTC" : null);
            var isNano = n.Unit == TimeUnit.Nanosecond;
            // The engine cuts nanoseconds of UTC to microseconds, but not local ones.
            var engine = isNano ? EngineType.TimestampNs : n.IsUtc ? EngineType.TimestampTz : EngineType.Timestamp;
            return Of(type, engine, declared with
            {
                Logical = ParquetDeclaration.LogicalTimestamp,
                Unit = n.Unit,
                IsUtc = n.IsUtc && !isNano,
                Converted = n.Unit switch { TimeUnit.Millisecond => ParquetDeclaration.TimestampMillis, TimeUnit.Microsecond => ParquetDeclaration.TimestampMicros, _ => null },
            }, extract: isNano && n.IsUtc);
        }

        NodeReading Decimal(ParquetNode n, ParquetDeclaration declared)
        {
            if (n.Precision > 38) throw new UnsupportedNode($"has decimals of {n.Precision} digits; up to 38 are read");
            var type = FieldType.Decimal(n.Precision, n.Scale);
            return Of(type, FieldEngine.TypeOf(type), declared with { Converted = ParquetDeclaration.Decimal, Precision = n.Precision, Scale = n.Scale }, n.ConvertedType != ParquetDeclaration.Decimal);
        }
    }

    // Parquet's months and days are unsigned; the engine reads them as signed, so those beyond its range come out negative.
    private static string Interval(string v) =>
        $"CASE WHEN {v} < INTERVAL 0 DAY OR datepart('month', {v}) < 0 OR datepart('day', {v}) < 0 THEN error('an interval has more months or days than 2147483647') ELSE {v} END";

    private sealed class UnsupportedNode(string message) : Exception(message);
}
