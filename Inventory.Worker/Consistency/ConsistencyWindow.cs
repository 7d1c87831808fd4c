namespace Inventory.Worker.Consistency;

/// <summary>How often levels were compared over the last minutes, and how often they differed at each look. Not safe for threads of its own.</summary>
/// <param name="looks">How many looks there are: the first, and those after it at what differed.</param>
public sealed class ConsistencyWindow(int looks)
{
    private const int Minutes = 10;

    private readonly Dictionary<long, long[]> _minutes = [];

    /// <summary>Counts levels that were compared for the first time.</summary>
    public void Compared(TimeSpan now, int levels) => Of(now)[0] += levels;

    /// <summary>Counts a level that differed at a look.</summary>
    /// <param name="now">The time that has passed since any moment, always the same; the level counts for its minute.</param>
    /// <param name="look">The look, from 0.</param>
    public void Differed(TimeSpan now, int look) => Of(now)[look + 1]++;

    /// <summary>Levels compared over the last ten minutes.</summary>
    public long Count(TimeSpan now) => Sum(now, 0);

    /// <summary>
    /// The consistency that a look found over the last ten minutes, in nines: 3 means that one level in a thousand differed. Where none
    /// did, as many as the number compared can speak for.
    /// </summary>
    public double Nines(TimeSpan now, int look)
    {
        var compared = Count(now);
        return compared == 0 ? 0 : Math.Log10(compared) - Math.Log10(Math.Clamp(Sum(now, look + 1), 1, compared));
    }

    private long Sum(TimeSpan now, int column) =>
        _minutes.Where(minute => minute.Key > Minute(now) - Minutes).Sum(minute => minute.Value[column]);

    private long[] Of(TimeSpan now)
    {
        if (!_minutes.TryGetValue(Minute(now), out var counts))
        {
            foreach (var old in _minutes.Keys.Where(minute => minute <= Minute(now) - Minutes).ToArray())
            {
                _minutes.Remove(old);
            }

            _minutes.Add(Minute(now), counts = new long[looks + 1]);
        }

        return counts;
    }

    private static long Minute(TimeSpan now) => (long)now.TotalMinutes;
}
