using System.Buffers;
using System.Globalization;
using System.Text;
using Inventory.Contracts;

namespace Inventory.Stock.Validation;

/// <summary>The rules of single fields. Each adds a sentence to <paramref name="errors"/> for what it finds wrong.</summary>
internal static class FieldRules
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("{}:");

    public static void Id(FieldName field, string? value, List<string> errors) =>
        Text(field, value, ContractLimits.IdLength, errors);

    public static void Sku(FieldName field, string? value, List<string> errors) =>
        KeyPart(field, value, ContractLimits.SkuLength, errors);

    public static void Location(FieldName field, string? value, List<string> errors) =>
        KeyPart(field, value, ContractLimits.LocationLength, errors);

    public static void OptionalId(FieldName field, string? value, List<string> errors)
    {
        if (value is not null)
        {
            Id(field, value, errors);
        }
    }

    public static void Quantity(FieldName field, long value, List<string> errors) => Range(field, value, 1, errors);

    public static void Count(FieldName field, long value, List<string> errors) => Range(field, value, 0, errors);

    public static void Delta(FieldName field, long value, List<string> errors)
    {
        Range(field, value, -ContractLimits.Quantity, errors);
        if (value == 0)
        {
            errors.Add($"{field} is 0, which changes nothing");
        }
    }

    /// <summary>The time in UTC and in whole microseconds, which is what PostgreSQL keeps: times are compared here and there.</summary>
    public static DateTimeOffset Utc(DateTimeOffset time) => time.ToUniversalTime().AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMicrosecond));

    public static void Time(FieldName field, DateTimeOffset value, List<string> errors)
    {
        if (value == default)
        {
            errors.Add($"{field} is missing");
        }
    }

    private static void Range(FieldName field, long value, long least, List<string> errors)
    {
        if (value < least || value > ContractLimits.Quantity)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{field} is {value}; it must be {least} to {ContractLimits.Quantity}"));
        }
    }

    private static void KeyPart(FieldName field, string? value, int longest, List<string> errors)
    {
        if (!Text(field, value, longest, errors))
        {
            return;
        }

        if (value.AsSpan().ContainsAny(KeyCharacters))
        {
            errors.Add($"{field} '{value}' contains one of {{ }} :");
        }
        else if (char.IsWhiteSpace(value![0]) || char.IsWhiteSpace(value[^1]))
        {
            errors.Add($"{field} '{value}' begins or ends with a space");
        }
    }

    private static bool Text(FieldName field, string? value, int longest, List<string> errors)
    {
        if (string.IsNullOrEmpty(value))
        {
            errors.Add($"{field} is missing");
        }
        else if (value.Length > longest)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{field} has {value.Length} characters; at most {longest} are allowed"));
        }
        else if (!IsPrintable(value))
        {
            errors.Add($"{field} contains a character that cannot be printed");
        }
        else
        {
            return true;
        }

        return false;
    }

    private static bool IsPrintable(ReadOnlySpan<char> text)
    {
        // By far most are, and need no look at each.
        if (!text.ContainsAnyExceptInRange(' ', '~'))
        {
            return true;
        }

        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
