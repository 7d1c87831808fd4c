using System.Text.Json.Nodes;
using Inventory.Contracts.Tests.Setup;

namespace Inventory.Contracts.Tests;

/// <summary>
/// The committed schema of a message and the worker, reading and validating, say the same of it: for every field of the record,
/// whatever limits either of them knows.
/// </summary>
public sealed class SchemaAgreementTests
{
    private static readonly string[] Texts =
    [
        "", "a", "A b", "grün/№ 5 \U0001F600", " a", "a ", "\u00A0a", "a\u3000", "a{", "a}", "a:b", "a\0", "a\tb", "a\n", "\na", "a\r\n", "a\u0085", "a\u2028b",
        .. new[] { ContractLimits.LocationLength, ContractLimits.SkuLength, ContractLimits.IdLength }.SelectMany(length => new[] { new string('x', length), new string('x', length + 1) }),
    ];

    private static readonly long[] Numbers =
    [
        long.MinValue, -ContractLimits.Quantity - 1, -ContractLimits.Quantity, -1, 0, 1, ContractLimits.Quantity, ContractLimits.Quantity + 1, long.MaxValue,
    ];

    private static readonly string[] Times =
    [
        "2010-12-01T08:26:00Z", "2010-12-01T08:26:00.1234567+01:00", "2010-02-29T08:26:00Z", "2010-12-01T25:26:00Z", "yesterday", "",
    ];

    public static TheoryData<Type, string> Fields => [.. ContractMessages.In.SelectMany(JsonField.Of, (message, found) => (message, found.ToString()))];

    public static TheoryData<Type> Messages => [.. ContractMessages.In];

    [Theory]
    [MemberData(nameof(Fields))]
    public void At_every_limit_of_a_field_and_beyond_it_the_schema_and_the_worker_agree(Type message, string name)
    {
        var field = JsonField.Of(message).Single(field => field.ToString() == name);
        var example = CommittedDocs.ExampleOf(message);

        var verdicts = Probes(field, field.In(example))
            .Select(value => (What: value?.ToJsonString() ?? "null", Json: field.With(example, value)))
            .Append((What: "absent", Json: field.Without(example)))
            .Select(probe => (probe.What, Verdict: Agreed(message, probe.Json, $"{name} = {probe.What}")))
            .ToList();

        Assert.Contains(verdicts, verdict => verdict.Verdict);
        Assert.Contains(verdicts, verdict => !verdict.Verdict);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_example_is_taken_and_so_is_one_without_all_that_is_optional(Type message)
    {
        var example = CommittedDocs.ExampleOf(message);
        var required = CommittedDocs.SchemaOf(message)["required"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
        var least = new JsonObject(example.DeepClone().AsObject().Where(field => required.Contains(field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

        Assert.True(Agreed(message, example, "the example"));
        Assert.Equal(message != typeof(ConfigureStockLevel), Agreed(message, least, "what is required"));
        Assert.False(Agreed(message, [], "nothing"));
    }

    [Theory]
    [InlineData("safetyStock")]
    [InlineData("backorderLimit")]
    [InlineData("lowStockThreshold")]
    public void A_configuration_sets_at_least_one_thing(string only)
    {
        var message = typeof(ConfigureStockLevel);
        var nothing = new JsonObject { ["configurationId"] = "c", ["sku"] = "A", ["safetyStock"] = null, ["backorderLimit"] = null, ["lowStockThreshold"] = null };
        var something = nothing.DeepClone().AsObject();
        something[only] = 0;

        Assert.False(Agreed(message, nothing, "nothing to set"));
        Assert.True(Agreed(message, something, only));
    }

    [Fact]
    public void Every_character_at_the_start_within_and_at_the_end_of_a_SKU_is_judged_alike()
    {
        var message = typeof(ConfigureStockLevel);
        var example = CommittedDocs.ExampleOf(message);
        var (schema, worker) = (new Schema(CommittedDocs.SchemaOf(message)["properties"]!["sku"]!.AsObject()), Intake.Of(message));
        bool IsTaken(string sku)
        {
            example["sku"] = sku;
            return worker.Accepts(example);
        }

        var differences = Enumerable.Range(0, char.MaxValue + 1)
            .Select(code => (char)code)
            .Where(character => !char.IsSurrogate(character))
            .SelectMany(character => new[] { $"{character}a", $"a{character}a", $"a{character}" })
            .Where(sku => schema.Accepts(sku) != IsTaken(sku));

        Assert.Empty(differences);
    }

    [Fact]
    public void The_document_names_where_they_differ()
    {
        var order = CommittedDocs.ExampleOf(typeof(OrderPlaced));
        var (schema, worker) = (new Schema(CommittedDocs.SchemaOf(typeof(OrderPlaced))), Intake.Of(typeof(OrderPlaced)));
        JsonObject With(string name, string value) => JsonField.Of(typeof(OrderPlaced)).Single(field => field.ToString() == name).With(order, value);
        var twice = With("orderId", string.Concat(Enumerable.Repeat("\U0001F600", ContractLimits.IdLength / 2 + 1)));
        var yearOne = With("placedAt", "0001-01-01T00:00:00Z");
        var words = CommittedDocs.AsyncApi["info"]!["description"]!.GetValue<string>();

        Assert.All([twice, yearOne], json => Assert.True(schema.Accepts(json) && !worker.Accepts(json)));
        Assert.Contains("Characters are counted in UTF-16, where those beyond U+FFFF count twice.", words, StringComparison.Ordinal);
        Assert.Contains("the year 1 counts as no time", words, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void PascalCase_and_fields_that_nobody_knows_are_understood_as_the_same_message(Type message)
    {
        var example = CommittedDocs.ExampleOf(message);
        var worker = Intake.Of(message);

        var withMore = example.DeepClone().AsObject();
        withMore["note"] = new JsonObject { ["by"] = 1.5 };

        var understood = worker.Understood(example);

        Assert.NotNull(understood);
        Assert.Equal(understood, worker.Understood(InPascalCase(example)));
        Assert.Equal(understood, worker.Understood(withMore));
    }

    [Theory]
    [InlineData("return")]
    [InlineData("RETURN")]
    public void A_name_of_an_enumeration_is_understood_in_any_case(string reason)
    {
        var receipt = CommittedDocs.ExampleOf(typeof(StockReceived));
        var worker = Intake.Of(typeof(StockReceived));

        var understood = worker.Understood(receipt);
        receipt["reason"] = reason;

        Assert.Equal(understood, worker.Understood(receipt));
    }

    private static bool Agreed(Type message, JsonObject json, string what)
    {
        var verdict = Intake.Of(message).Accepts(json);
        Assert.True(verdict == new Schema(CommittedDocs.SchemaOf(message)).Accepts(json), $"{message.Name}, {what}: the worker {(verdict ? "takes" : "refuses")} it, its schema does not.");
        return verdict;
    }

    private static IEnumerable<JsonNode?> Probes(JsonField field, JsonNode value)
    {
        var type = Nullable.GetUnderlyingType(field.Type) ?? field.Type;
        IEnumerable<JsonNode?> probes = type switch
        {
            _ when type == typeof(string) => [.. Texts.Select(text => (JsonNode)text), 5],
            _ when type == typeof(long) => [.. Numbers.Select(number => (JsonNode)number), 1.5, "many"],
            _ when type == typeof(DateTimeOffset) => [.. Times.Select(time => (JsonNode)time), 5],
            { IsEnum: true } => [.. Enum.GetNames(type).Select(name => (JsonNode)name), "Stolen", ""],
            _ => [.. new[] { 0, 1, ContractLimits.Lines, ContractLimits.Lines + 1 }.Select(count => Repeated(value[0]!, count)), new JsonArray((JsonNode?)null), "many"],
        };
        return probes.Append(null).Append(true).Append(new JsonObject());
    }

    private static JsonArray Repeated(JsonNode entry, int count) => new([.. Enumerable.Repeat(entry, count).Select(one => one.DeepClone())]);

    private static JsonNode InPascalCase(JsonNode node) => node switch
    {
        JsonObject fields => new JsonObject([.. fields.Select(field => KeyValuePair.Create(char.ToUpperInvariant(field.Key[0]) + field.Key[1..], field.Value is null ? null : InPascalCase(field.Value)))]),
        JsonArray entries => new JsonArray([.. entries.Select(entry => InPascalCase(entry!))]),
        _ => node.DeepClone(),
    };
}
