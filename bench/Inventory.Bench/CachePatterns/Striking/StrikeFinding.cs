namespace Inventory.Bench.CachePatterns.Striking;

/// <summary>What came of one strike in the middle of a stream of orders, all of which were answered in the end.</summary>
/// <param name="Orders">How many orders there were.</param>
/// <param name="OrdersLost">How many of them PostgreSQL does not have at rest.</param>
/// <param name="LevelsApart">Of how many levels Redis and PostgreSQL held different things just after the strike.</param>
/// <param name="SecondsApart">How long it took until both held the newest of those; none where they did not before the stream was at rest.</param>
/// <param name="LevelsApartAtRest">Of how many levels they hold different things at rest.</param>
internal sealed record StrikeFinding(int Orders, int OrdersLost, int LevelsApart, double? SecondsApart, int LevelsApartAtRest);
