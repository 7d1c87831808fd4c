using System.Net;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Bench.Measuring;

/// <summary>Puts PostgreSQL and Redis farther away from whoever is started with its settings.</summary>
internal sealed class Distance : IAsyncDisposable
{
    private readonly DelayingProxy _postgres;
    private readonly DelayingProxy _redis;

    private Distance(Room room, TimeSpan roundTrip)
    {
        var postgres = new NpgsqlConnectionStringBuilder(room.Postgres);
        _postgres = new DelayingProxy(postgres.Host!, postgres.Port, roundTrip);
        postgres.Port = _postgres.Port;

        var redis = ConfigurationOptions.Parse(room.Redis);
        var (host, port) = AddressOf(redis.EndPoints[0]);
        _redis = new DelayingProxy(host, port, roundTrip);
        redis.EndPoints.Clear();
        redis.EndPoints.Add(host, _redis.Port);
        Settings = [("ConnectionStrings__Postgres", postgres.ConnectionString), ("ConnectionStrings__Redis", redis.ToString(includePassword: true))];
    }

    /// <summary>The connection strings by which they are farther away.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <returns>Null where nothing is to be added.</returns>
    public static Distance? Add(Room room, TimeSpan roundTrip) => roundTrip > TimeSpan.Zero ? new Distance(room, roundTrip) : null;

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private static (string Host, int Port) AddressOf(EndPoint server) => server switch
    {
        IPEndPoint ip => (ip.Address.ToString(), ip.Port),
        DnsEndPoint dns => (dns.Host, dns.Port),
        _ => throw new InvalidOperationException($"{server} is no address on a network."),
    };
}
