using Inventory.Testing.Spaces;
using Inventory.Worker.Hosting;

namespace Inventory.Testing.Workers;

/// <summary>The settings of a worker under test.</summary>
public static class WorkerSettings
{
    /// <summary>Any free port, and short pauses, so that what is waited for is noticed soon; the rest are the defaults.</summary>
    public static Dictionary<string, string?> Of(Connections connections, IEnumerable<(string Name, string Value)> settings)
    {
        var all = new Dictionary<string, string?>(connections.Settings)
        {
            [Key(nameof(WorkerOptions.Address))] = "http://127.0.0.1:0",
            [Key(nameof(WorkerOptions.ShortestPause))] = "00:00:00.050",
            [Key(nameof(WorkerOptions.LongestPause))] = "00:00:01",
        };
        foreach (var (name, value) in settings)
        {
            all[Key(name)] = value;
        }

        return all;
    }

    private static string Key(string name) => $"{WorkerOptions.Section}:{name}";
}
