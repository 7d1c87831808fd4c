namespace Inventory.Stock.Validation;

/// <summary>The contract's rules of the two words that name a level, for those who ask about one. Each adds a sentence for what it finds wrong.</summary>
public static class LevelNameRules
{
    public static void CheckSku(FieldName field, string? value, List<string> errors) => FieldRules.Sku(field, value, errors);

    public static void CheckLocation(FieldName field, string? value, List<string> errors) => FieldRules.Location(field, value, errors);
}
