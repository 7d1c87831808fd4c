using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Inventory.Bench.Measuring;
using Npgsql;

namespace Inventory.Bench.Contestants;

/// <summary>
/// What PostgreSQL's own benchmark makes of orders that are one conditional UPDATE each, without broker, Redis or ledger: so many
/// clients, each with one transaction at a time, on as many rows as the case has SKUs.
/// </summary>
internal static partial class PgBench
{
    public const string Name = "pgbench";

    private const int Clients = 32;

    /// <returns>Transactions per second.</returns>
    public static async Task<double> MeasureAsync(Servers servers, Workload workload, TimeSpan duration)
    {
        await using var room = await Room.OpenAsync(servers, "inventory_bench");
        await using var postgres = NpgsqlDataSource.Create(room.Postgres);
        await using var create = postgres.CreateCommand(
            $"""
            CREATE TABLE plain_stock (id int PRIMARY KEY, available bigint NOT NULL);
            INSERT INTO plain_stock SELECT i, {Workload.OpeningStock} FROM generate_series(1, {workload.SkuCount}) AS i;
            """);
        await create.ExecuteNonQueryAsync();

        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                script,
                $"""
                \set id random(1, {workload.SkuCount})
                UPDATE plain_stock SET available = available - 1 WHERE id = :id AND available >= 1;
                """);
            return TransactionsPerSecond(await RunAsync(room.Postgres, script, duration));
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static async Task<string> RunAsync(string connectionString, string script, TimeSpan duration)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(
            "pgbench",
            [
                "--no-vacuum", "--protocol=prepared", $"--client={Clients}", "--jobs=2", $"--file={script}",
                string.Create(CultureInfo.InvariantCulture, $"--time={duration.TotalSeconds:F0}"),
            ])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = connection.Username;
        start.Environment["PGPASSWORD"] = connection.Password;
        start.Environment["PGDATABASE"] = connection.Database;
        using var process = Process.Start(start)!;
        var report = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? report : throw new InvalidOperationException($"pgbench exited with code {process.ExitCode}.");
    }

    private static double TransactionsPerSecond(string report) => Rate().Match(report) is { Success: true } rate
        ? double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : throw new InvalidDataException($"pgbench says nothing of its rate: {report}");

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();
}
