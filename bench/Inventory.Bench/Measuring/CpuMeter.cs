using System.Globalization;

namespace Inventory.Bench.Measuring;

/// <summary>CPU seconds that processes have used, themselves and the children they have waited for, by the kernel's accounts.</summary>
internal sealed class CpuMeter
{
    private const double TicksPerSecond = 100;
    private readonly IReadOnlyDictionary<string, int> _roots;
    private readonly Dictionary<string, double> _start;

    private CpuMeter(IReadOnlyDictionary<string, int> roots)
    {
        _roots = roots;
        _start = Read();
    }

    /// <param name="worker">The contestant's process; the servers' are found through the launcher's records.</param>
    public static CpuMeter Start(int worker)
    {
        var roots = new Dictionary<string, int> { ["worker"] = worker };
        if (Environment.GetEnvironmentVariable("INVENTORY_HOME") is { Length: > 0 } home)
        {
            foreach (var server in (string[])["postgres", "redis", "rabbitmq"])
            {
                var record = Path.Combine(home, "pids", server);
                if (File.Exists(record))
                {
                    roots[server] = int.Parse(File.ReadAllText(record).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
                }
            }
        }

        return new CpuMeter(roots);
    }

    public Dictionary<string, double> Stop() => Read().ToDictionary(now => now.Key, now => now.Value - _start[now.Key]);

    private Dictionary<string, double> Read()
    {
        var processes = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? ReadStat(id) : null)
            .OfType<Stat>()
            .ToArray();
        var childrenOf = processes.ToLookup(process => process.Parent);
        var byId = processes.ToDictionary(process => process.Id);
        return _roots.ToDictionary(root => root.Key, root => byId.TryGetValue(root.Value, out var stat) ? Sum(stat) : 0);

        double Sum(Stat process) => process.Seconds + childrenOf[process.Id].Sum(Sum);
    }

    private static Stat? ReadStat(int id)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The name stands in parentheses and may contain anything; the numbers follow the last one.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        return new Stat(id, int.Parse(fields[1], CultureInfo.InvariantCulture), ticks / TicksPerSecond);
    }

    private sealed record Stat(int Id, int Parent, double Seconds);
}
