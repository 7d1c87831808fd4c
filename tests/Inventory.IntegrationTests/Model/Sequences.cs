using CsCheck;
using Inventory.Contracts;

namespace Inventory.IntegrationTests.Model;

/// <summary>
/// Random sequences of all messages. Few levels, orders, times and units on purpose, so that the messages have much to do with
/// one another; few ids, so that they contradict one another where that is allowed.
/// </summary>
internal static class Sequences
{
    private static readonly DateTimeOffset s_passed = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_never = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> s_time = Gen.Int[0, 5].Select(minutes => Given.Noon.AddMinutes(minutes));

    private static readonly Gen<string> s_order = Id("o", 2);

    // Mostly the first of each, so that most messages meet.
    private static readonly Gen<(string Sku, string? Location)> s_level =
        Gen.Frequency((6, Level("A")), (2, Level("B")), (1, Level("C")), (2, Level("A", "east")));

    private static readonly Gen<StockLine[]> s_lines =
        Gen.Select(s_level, Gen.Long[1, 6], (level, quantity) => new StockLine(level.Sku, quantity, level.Location)).Array[1, 2];

    private static readonly Gen<StockLine[]?> s_someOrAll = Gen.Frequency((2, s_lines.Select(lines => (StockLine[]?)lines)), (1, Gen.Const((StockLine[]?)null)));

    private static readonly Gen<object> s_message = Gen.Frequency(
        (5, Gen.Select(s_order, s_time, s_lines, Optional(Id("v", 1)), (id, at, lines, reservation) => (object)new OrderPlaced(id, at, lines, reservation))),
        (4, Gen.Select(s_order, s_time, Optional(Id("c", 2)), s_someOrAll, (order, at, id, lines) => (object)new OrderCancelled(order, at, id, lines))),
        (4, Gen.Select(s_order, Id("s", 3), s_time, s_someOrAll, (order, id, at, lines) => (object)new OrderShipped(order, id, at, lines))),
        (3, Gen.Select(Id("v", 1), s_lines, Gen.Frequency((2, Gen.Const(s_never)), (1, Gen.Const(s_passed))), (id, lines, expires) => (object)new ReserveStock(id, lines, expires))),
        (1, Id("v", 1).Select(id => (object)new ReleaseReservation(id))),
        (3, Gen.Select(Id("r", 4), s_time, s_lines, Gen.Enum<ReceiptReason>(), (id, at, lines, reason) => (object)new StockReceived(id, at, lines, reason))),
        (2, Gen.Select(Id("a", 3), s_time, s_level, Gen.Long[-6, 6].Where(delta => delta != 0), (id, at, level, delta) =>
            (object)new StockAdjusted(id, at, level.Sku, delta, "found", level.Location))),
        (3, Gen.Select(Id("n", 3), s_time, s_level, Gen.Long[0, 12], Optional(Gen.Long[0, 12].Select(expected => (long?)expected)), (id, at, level, quantity, expected) =>
            (object)new StockCounted(id, at, level.Sku, quantity, level.Location, expected))),
        (2, Configuration(Id("p", 3))));

    private static readonly Gen<Delivery[]> s_opening = Gen.Select(
        Gen.Select(Gen.Int[0, 5], Gen.Select(s_level, Gen.Long[1, 20], (level, quantity) => new StockLine(level.Sku, quantity, level.Location)).Array[1, 4],
            (any, lines) => any == 0 ? (object?)null : new StockReceived("opening", Given.Noon, lines)),
        Optional(Configuration(Gen.Const("opening")).Select(policy => (object?)policy)),
        (receipt, policy) => new[] { receipt, policy }.OfType<object>().Select(message => new Delivery(message, IsPlain: false)).ToArray());

    // A message in one to three copies, each either way.
    private static readonly Gen<Delivery[]> s_copies = Gen.Select(
        s_message,
        Gen.Frequency((5, Gen.Bool.Array[1]), (2, Gen.Bool.Array[2]), (1, Gen.Bool.Array[3])),
        (message, copies) => copies.Select(isPlain => new Delivery(message, isPlain)).ToArray());

    private static readonly Gen<Sequence> s_sequence = Gen
        .Select(s_opening, s_copies.Array[2, 12], Gen.Int[0, 4], (opening, copies, contradictions) =>
            (opening, deliveries: contradictions == 0 ? copies.SelectMany(one => one).ToArray() : WithoutContradictions(copies)))
        .SelectMany(some => Gen.Shuffle(some.deliveries).Select(shuffled => new Sequence(some.opening, shuffled)));

    /// <summary>Sequences that know their seeds.</summary>
    public static Gen<Sequence> All { get; } = new Seeded();

    /// <summary>The sequence of a seed.</summary>
    public static Sequence Of(string seed) => All.Generate(PCG.Parse(seed), null, out _);

    /// <summary>Of the messages with the same id only the first is sent.</summary>
    private static Delivery[] WithoutContradictions(Delivery[][] copies) =>
        [.. copies.DistinctBy(one => Messages.OperationId(one[0].Message)).SelectMany(one => one)];

    private static Gen<object> Configuration(Gen<string> id) => Gen.Select(
        id, s_level, Gen.Int[1, 7], Gen.Long[0, 4], Gen.Long[0, 4], Gen.Long[0, 6], (name, level, which, safety, backorder, low) => (object)new ConfigureStockLevel(
            name, level.Sku, level.Location, (which & 1) != 0 ? safety : null, (which & 2) != 0 ? backorder : null, (which & 4) != 0 ? low : null));

    private static Gen<(string, string?)> Level(string sku, string? location = null) => Gen.Const((sku, location));

    private static Gen<string> Id(string kind, int count) => Gen.Int[1, count].Select(number => $"{kind}{number}");

    private static Gen<T?> Optional<T>(Gen<T> some) => Gen.Frequency((1, Gen.Const(default(T))), (1, some.Select(one => (T?)one)));

    private sealed class Seeded : Gen<Sequence>
    {
        public override Sequence Generate(PCG pcg, Size? min, out Size size)
        {
            var seed = pcg.ToString();
            return s_sequence.Generate(pcg, min, out size) with { Seed = seed };
        }
    }
}
