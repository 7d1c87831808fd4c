using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Bench.Measuring;

/// <summary>What the figures are from.</summary>
internal static class Machine
{
    private const double KilobytesPerGigabyte = 1_024 * 1_024;

    public static async Task<string> DescribeAsync(Servers servers)
    {
        await using var postgres = new NpgsqlConnection(servers.Postgres);
        await postgres.OpenAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis);
        using var management = servers.OpenManagement();
        var rabbitMq = (await management.GetFromJsonAsync<Overview>("api/overview"))!;
        var kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim();
        var gigabytes = double.Parse(After("/proc/meminfo", "MemTotal:").Split(' ')[0], CultureInfo.InvariantCulture) / KilobytesPerGigabyte;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Environment.ProcessorCount} cores of {After("/proc/cpuinfo", "model name\t:")}, {gigabytes:F0} GB, Linux {kernel}, huge pages {HugePages()}
            {RuntimeInformation.FrameworkDescription}, PostgreSQL {postgres.ServerVersion}, Redis {redis.GetServers()[0].Version}, RabbitMQ {rabbitMq.Version}
            """);
    }

    /// <summary>PostgreSQL takes them by itself, and nothing else here does.</summary>
    private static string HugePages()
    {
        var (all, free, reserved) = (Count("HugePages_Total:"), Count("HugePages_Free:"), Count("HugePages_Rsvd:"));
        return all == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{all - free + reserved} of {all} taken");

        static int Count(string name) =>
            File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
                ? int.Parse(line[name.Length..], CultureInfo.InvariantCulture)
                : 0;
    }

    private static string After(string file, string name) =>
        File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    private sealed record Overview([property: JsonPropertyName("rabbitmq_version")] string Version);
}
