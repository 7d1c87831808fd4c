using System.Globalization;

namespace Inventory.Api.Tests.Setup;

/// <summary>Servers that are not there.</summary>
public static class Away
{
    public static string Postgres => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={FreePort.Take()};Username=nobody;Database=nothing");

    public static string Redis => RedisAt(FreePort.Take());

    /// <summary>A connection string that does not wait long for a Redis that is away.</summary>
    public static string RedisAt(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},connectTimeout=200");
}
