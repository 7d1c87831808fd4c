using System.Globalization;

namespace Inventory.Bench.Measuring;

/// <summary>What processes cost, each with its children, by the kernel's accounts.</summary>
internal sealed class ProcessMeter
{
    private const double TicksPerSecond = 100;
    private const double KilobytesPerMegabyte = 1_024;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<int>> _roots;
    private readonly Dictionary<string, Use> _start;

    private ProcessMeter(IReadOnlyDictionary<string, IReadOnlyList<int>> roots)
    {
        _roots = roots;
        _start = Read();
    }

    /// <param name="processes">Those that are measured; the servers' are found through the launcher's records.</param>
    /// <param name="name">How they are called in results.</param>
    public static ProcessMeter Start(IReadOnlyList<int> processes, string name = "worker")
    {
        var roots = new Dictionary<string, IReadOnlyList<int>> { [name] = processes };
        foreach (var server in (string[])[ServerProcesses.Postgres, ServerProcesses.Redis, ServerProcesses.RabbitMq])
        {
            if (ServerProcesses.IdOf(server) is { } id)
            {
                roots[server] = [id];
            }
        }

        return new ProcessMeter(roots);
    }

    /// <summary>The CPU time since the start, shared out over so many orders, and the memory now.</summary>
    public Dictionary<string, ProcessCost> Stop(int orders) => Read().ToDictionary(
        now => now.Key,
        now => new ProcessCost((now.Value.CpuSeconds - _start[now.Key].CpuSeconds) * 1_000 / orders, now.Value.Megabytes));

    private Dictionary<string, Use> Read()
    {
        var processes = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? Stat.Read(id) : null)
            .OfType<Stat>()
            .ToArray();
        var childrenOf = processes.ToLookup(process => process.Parent);
        return _roots.ToDictionary(root => root.Key, root =>
        {
            var family = processes.Where(process => root.Value.Contains(process.Id)).SelectMany(Family).ToArray();
            return new Use(
                family.Sum(process => process.Seconds),
                (family.Sum(process => process.PrivateKilobytes) + family.Select(process => process.SharedKilobytes).DefaultIfEmpty().Max()) / KilobytesPerMegabyte);
        });

        IEnumerable<Stat> Family(Stat process) => childrenOf[process.Id].SelectMany(Family).Prepend(process);
    }

    /// <summary>What one process and its children use.</summary>
    /// <param name="CpuSeconds">Of them and of the children they have waited for.</param>
    /// <param name="Megabytes">Their private memory, and what they share counted once.</param>
    private readonly record struct Use(double CpuSeconds, double Megabytes);

    private sealed record Stat(int Id, int Parent, double Seconds, long PrivateKilobytes, long SharedKilobytes)
    {
        public static Stat? Read(int id)
        {
            try
            {
                // The name stands in parentheses and may contain anything; the numbers follow the last one.
                var text = File.ReadAllText($"/proc/{id}/stat");
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
                var memory = File.ReadAllLines($"/proc/{id}/status");
                return new Stat(
                    id, int.Parse(fields[1], CultureInfo.InvariantCulture), ticks / TicksPerSecond, Kilobytes(memory, "RssAnon:"), Kilobytes(memory, "RssShmem:"));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        // Kernel threads have no such lines.
        private static long Kilobytes(string[] status, string name) => status
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.Parse(line[name.Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture))
            .FirstOrDefault();
    }
}
