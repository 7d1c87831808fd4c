using StackExchange.Redis;

namespace Inventory.Testing.Spaces;

/// <summary>Looks at Redis as anybody with redis-cli would: keys, fields, text.</summary>
public sealed class StockHashes : IAsyncDisposable
{
    private const string Marker = "stock:generation";

    private readonly ConnectionMultiplexer _redis;
    private readonly IServer _server;

    private StockHashes(ConnectionMultiplexer redis)
    {
        _redis = redis;
        _server = redis.GetServers()[0];
    }

    public IDatabase Database => _redis.GetDatabase();

    public static async Task<StockHashes> OpenAsync(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AllowAdmin = true;
        options.AbortOnConnectFail = false;
        return new StockHashes(await ConnectionMultiplexer.ConnectAsync(options));
    }

    /// <summary>The SKUs that have a key.</summary>
    public async Task<IReadOnlySet<string>> SkusAsync()
    {
        var skus = new HashSet<string>();
        await foreach (var key in _server.KeysAsync(Database.Database, "*", pageSize: 5_000))
        {
            var name = key.ToString();
            if (name == Marker)
            {
                continue;
            }

            Assert.True(name.StartsWith("stock:{", StringComparison.Ordinal) && name.EndsWith('}'), $"Redis holds a key that the contract does not name: {name}");
            skus.Add(name["stock:{".Length..^1]);
        }

        return skus;
    }

    public async Task<IReadOnlyDictionary<string, string>> FieldsAsync(string sku)
    {
        var fields = await Database.HashGetAllAsync($"stock:{{{sku}}}");
        return fields.ToDictionary(field => field.Name.ToString(), field => field.Value.ToString());
    }

    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> AllFieldsAsync()
    {
        var skus = (await SkusAsync()).ToArray();
        var fields = await Task.WhenAll(skus.Select(FieldsAsync));
        return skus.Zip(fields).ToDictionary(sku => sku.First, sku => sku.Second);
    }

    public async Task<string?> FieldAsync(string sku, string field) => await Database.HashGetAsync($"stock:{{{sku}}}", field);

    /// <summary>The marker's fields; empty where there is none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> MarkerAsync() =>
        (await Database.HashGetAllAsync(Marker)).ToDictionary(field => field.Name.ToString(), field => field.Value.ToString());

    /// <summary>Marks this server as filled for a generation.</summary>
    public async Task MarkAsync(Guid generation, string state = "filled") =>
        await Database.HashSetAsync(Marker, [new("id", generation.ToString()), new("server", await ServerAsync()), new("state", state)]);

    /// <summary>The server's replication id.</summary>
    public async Task<string> ServerAsync() => (await _server.InfoAsync("replication")).Single().Single(field => field.Key == "master_replid").Value;

    /// <summary>Until its next start Redis loses nothing when it is killed.</summary>
    public Task WriteEveryCommandToDiskAsync() => _server.ConfigSetAsync("appendfsync", "always");

    public Task ForgetScriptsAsync() => _server.ScriptFlushAsync();

    public void Clear() => _server.FlushDatabase(Database.Database);

    public Task ClearAsync() => _server.FlushDatabaseAsync(Database.Database);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();
}
