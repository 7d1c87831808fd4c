using System.Globalization;

namespace Inventory.Bench.Measuring;

/// <summary>The servers that the launcher has started itself, through its records.</summary>
internal static class ServerProcesses
{
    public const string Postgres = "postgres";
    public const string Redis = "redis";
    public const string RabbitMq = "rabbitmq";

    /// <returns>Null where it is not a process of the launcher.</returns>
    public static int? IdOf(string server)
    {
        if (Environment.GetEnvironmentVariable("INVENTORY_HOME") is not { Length: > 0 } home)
        {
            return null;
        }

        var record = Path.Combine(home, "pids", server);
        return File.Exists(record)
            ? int.Parse(File.ReadAllText(record).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture)
            : null;
    }
}
