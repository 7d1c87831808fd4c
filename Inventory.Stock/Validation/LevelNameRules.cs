namespace Inventory.Stock.Validation;

/// <summary>The contract's rules of the two words that name a level, for those who ask about one. Each returns what is wrong.</summary>
public static class LevelNameRules
{
    public static IReadOnlyList<string> CheckSku(string field, string? value)
    {
        var errors = new List<string>();
        FieldRules.Sku(field, value, errors);
        return errors;
    }

    public static IReadOnlyList<string> CheckLocation(string field, string? value)
    {
        var errors = new List<string>();
        FieldRules.Location(field, value, errors);
        return errors;
    }
}
