using System.Text.Json.Nodes;

namespace Inventory.Contracts.Tests.Documents;

/// <summary>The limits of fields, in words of JSON Schema. A field that none of them knows has to be thought about.</summary>
internal static class FieldLimits
{
    private const string Unprintable = @"\u0000-\u001F\u007F-\u009F\u2028\u2029";
    private const string Space = @"[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]";

    /// <summary>What may not be found in it. Forbidding needs no anchors, whose meaning at a line's end differs between languages.</summary>
    private const string NotInText = $"[{Unprintable}]";
    private const string NotInName = $"[{Unprintable}{{}}:]|^{Space}|{Space}$";

    public static void Add(JsonObject schema, Type record, string field, Type type)
    {
        if (type == typeof(string))
        {
            AddText(schema, record, field);
        }
        else if (type == typeof(long) || type == typeof(long?))
        {
            schema["format"] = "int64";
            AddRange(schema, record, field);
        }
        else if (type == typeof(IReadOnlyList<StockLine>))
        {
            schema["minItems"] = 1;
            schema["maxItems"] = ContractLimits.Lines;
        }
    }

    private static void AddText(JsonObject schema, Type record, string field)
    {
        (int Longest, string Forbidden) limit = field switch
        {
            nameof(StockLine.Sku) => (ContractLimits.SkuLength, NotInName),
            nameof(StockLine.Location) => (ContractLimits.LocationLength, NotInName),
            nameof(StockAdjusted.Reason) or nameof(StockAdjusted.Actor) or nameof(ChangeCause.MessageType) => (ContractLimits.IdLength, NotInText),
            _ when field.EndsWith("Id", StringComparison.Ordinal) => (ContractLimits.IdLength, NotInText),
            _ => throw new NotSupportedException($"What may {record.Name}.{field} hold?"),
        };
        schema["minLength"] = 1;
        schema["maxLength"] = limit.Longest;
        schema["not"] = new JsonObject { ["type"] = "string", ["pattern"] = limit.Forbidden };
    }

    private static void AddRange(JsonObject schema, Type record, string field)
    {
        long? least = (record.Name, field) switch
        {
            (nameof(StockLine), nameof(StockLine.Quantity)) => 1,
            (nameof(StockCounted), nameof(StockCounted.Quantity)) => 0,
            (nameof(ConfigureStockLevel), _) => 0,
            (nameof(StockAdjusted), nameof(StockAdjusted.Delta)) => -ContractLimits.Quantity,
            _ => null,
        };
        if (least is null)
        {
            return;
        }

        schema["minimum"] = least;
        schema["maximum"] = ContractLimits.Quantity;
        if (least < 0)
        {
            schema["not"] = new JsonObject { ["const"] = 0 };
        }
    }
}
