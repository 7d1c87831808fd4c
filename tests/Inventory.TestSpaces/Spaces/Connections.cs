using Inventory.Testing.Faults;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Testing.Spaces;

/// <summary>How a worker reaches the servers.</summary>
public sealed record Connections(string Postgres, string Redis, string RabbitMq)
{
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new($"ConnectionStrings:{nameof(Postgres)}", Postgres),
        new($"ConnectionStrings:{nameof(Redis)}", Redis),
        new($"ConnectionStrings:{nameof(RabbitMq)}", RabbitMq),
    ];

    /// <summary>A proxy that stands before Redis, and the connections that go through it.</summary>
    public (TcpProxy Proxy, Connections Through) BeforeRedis()
    {
        var options = ConfigurationOptions.Parse(Redis);
        var server = (System.Net.DnsEndPoint)ToDns(options.EndPoints[0]);
        var proxy = new TcpProxy(server.Host, server.Port);
        options.EndPoints.Clear();
        options.EndPoints.Add("127.0.0.1", proxy.Port);
        return (proxy, this with { Redis = options.ToString(includePassword: true) });
    }

    /// <summary>A proxy that stands before PostgreSQL, and the connections that go through it.</summary>
    public (TcpProxy Proxy, Connections Through) BeforePostgres()
    {
        var settings = new NpgsqlConnectionStringBuilder(Postgres);
        var proxy = new TcpProxy(settings.Host!, settings.Port);
        (settings.Host, settings.Port, settings.SslMode) = ("127.0.0.1", proxy.Port, SslMode.Disable);
        return (proxy, this with { Postgres = settings.ConnectionString });
    }

    /// <summary>A proxy that stands before RabbitMQ, and the connections that go through it.</summary>
    public (TcpProxy Proxy, Connections Through) BeforeRabbitMq()
    {
        var address = new UriBuilder(RabbitMq);
        var proxy = new TcpProxy(address.Host, address.Port);
        (address.Host, address.Port) = ("127.0.0.1", proxy.Port);
        return (proxy, this with { RabbitMq = address.ToString() });
    }

    /// <summary>A thief of consumers that stands before RabbitMQ, and the connections that go past it.</summary>
    public (ConsumerThief Thief, Connections Past) BeforeConsumers()
    {
        var address = new UriBuilder(RabbitMq);
        var thief = new ConsumerThief(address.Host, address.Port);
        (address.Host, address.Port) = ("127.0.0.1", thief.Port);
        return (thief, this with { RabbitMq = address.ToString() });
    }

    private static System.Net.EndPoint ToDns(System.Net.EndPoint endPoint) => endPoint is System.Net.IPEndPoint ip
        ? new System.Net.DnsEndPoint(ip.Address.ToString(), ip.Port)
        : endPoint;
}
