using System.Net;
using System.Net.Sockets;
using Inventory.Api.Tests.Setup;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Api.Tests.Hosting;

/// <summary>Starts the program itself, as an operator does.</summary>
public sealed class StartTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task Missing_settings_are_named() => Assert.Equal(
        "Missing setting: ConnectionStrings__Postgres, ConnectionStrings__Redis. Set it in the environment or in appsettings.json.",
        await FailAsync());

    [Fact]
    public async Task A_single_missing_setting_is_named() => Assert.Equal(
        "Missing setting: ConnectionStrings__Redis. Set it in the environment or in appsettings.json.",
        await FailAsync(Postgres(space.Postgres)));

    [Theory]
    [InlineData("Host=localhost;Nonsense=1", "ConnectionStrings__Postgres cannot be understood: ")]
    [InlineData("Host=localhost;Port=none", "ConnectionStrings__Postgres cannot be understood: ")]
    [InlineData("Username=somebody", "ConnectionStrings__Postgres cannot be understood: ")]
    public async Task A_malformed_connection_string_of_PostgreSQL_is_named(string postgres, string beginning) =>
        Assert.StartsWith(beginning, await FailAsync(Postgres(postgres), Redis(space.Redis)), StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost,nonsense=1")]
    [InlineData("password=only")]
    public async Task A_malformed_connection_string_of_Redis_is_named(string redis) => Assert.StartsWith(
        "ConnectionStrings__Redis cannot be understood: ", await FailAsync(Postgres(space.Postgres), Redis(redis)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Address=not an address", "A setting under Inventory:Api is not valid: Address")]
    [InlineData("Address=https://127.0.0.1:5080", "A setting under Inventory:Api is not valid: Address")]
    [InlineData("Address=http://127.0.0.1:5080/path", "A setting under Inventory:Api is not valid: Address")]
    [InlineData("StoreReadsAtOnce=0", "A setting under Inventory:Api is not valid: StoreReadsAtOnce")]
    [InlineData("RedisTimeout=250", "A setting under Inventory:Api is not valid: RedisTimeout")]
    [InlineData("RedisTimeout=soon", "Failed to convert configuration value 'soon' at 'Inventory:Api:RedisTimeout'")]
    public async Task A_setting_that_makes_no_sense_is_named(string setting, string beginning) => Assert.StartsWith(
        beginning, await FailAsync(Postgres(space.Postgres), Redis(space.Redis), $"--Inventory:Api:{setting}"), StringComparison.Ordinal);

    [Fact]
    public async Task A_taken_port_is_named_with_the_setting_to_change()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        Assert.Equal(
            $"Failed to bind to address {address}: address already in use. Set Inventory__Api__Address to a free one.",
            await FailAsync(Postgres(space.Postgres), Redis(space.Redis), $"--Inventory:Api:Address={address}"));
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named_with_the_setting_to_change() => Assert.EndsWith(
        "Set Inventory__Api__Address to another one.",
        await FailAsync(Postgres(space.Postgres), Redis(space.Redis), "--Inventory:Api:Address=http://192.0.2.1:5080"),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_password_for_Redis_stops_the_start()
    {
        var redis = ConfigurationOptions.Parse(space.Redis);
        (redis.User, redis.Password) = ("inventory-nobody", "wrong");

        Assert.Equal(
            "Redis refuses the user or password; see ConnectionStrings__Redis.",
            await FailAsync(Postgres(space.Postgres), Redis(redis.ToString(includePassword: true))));
    }

    [Fact]
    public async Task A_logical_database_that_Redis_does_not_have_stops_the_start()
    {
        var redis = ConfigurationOptions.Parse(space.Redis);
        redis.DefaultDatabase = 9999;

        Assert.Equal(
            "Redis says: The database does not exist on the server: 9999; see ConnectionStrings__Redis.",
            await FailAsync(Postgres(space.Postgres), Redis(redis.ToString(includePassword: true))));
    }

    [Fact]
    public async Task A_wrong_password_for_PostgreSQL_stops_the_start()
    {
        // The server of a test run may trust everybody; this one trusts nobody.
        await using var server = RefusingPostgres.Start();

        Assert.Equal(
            "PostgreSQL says: password authentication failed for user \"somebody\"; see ConnectionStrings__Postgres.",
            await FailAsync(Postgres(server.ConnectionString), Redis(space.Redis)));
    }

    [Fact]
    public async Task A_user_that_PostgreSQL_does_not_know_stops_the_start() => Assert.EndsWith(
        "; see ConnectionStrings__Postgres.",
        await FailAsync(
            Postgres(new NpgsqlConnectionStringBuilder(space.Postgres) { Username = "inventory_nobody", Password = "x" }.ConnectionString),
            Redis(space.Redis)),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_database_that_does_not_exist_stops_the_start() => Assert.Equal(
        "PostgreSQL says: database \"inventory_nowhere\" does not exist; see ConnectionStrings__Postgres.",
        await FailAsync(Postgres(new NpgsqlConnectionStringBuilder(space.Postgres) { Database = "inventory_nowhere" }.ConnectionString), Redis(space.Redis)));

    [Fact]
    public async Task A_start_leaves_one_line_in_the_log_and_a_stop_none()
    {
        await using var api = ApiProcess.Start(Postgres(space.Postgres), Redis(Away.Redis), "--Inventory:Api:Address=http://127.0.0.1:0");
        var started = await api.ReadLineAsync();
        Assert.Matches(@"Stock is served on http://127\.0\.0\.1:\d+; Redis cannot be reached, PostgreSQL answers\.$", started);

        api.Terminate();

        var (exitCode, output, errors) = await api.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.Empty(output);
        Assert.Empty(errors);
    }

    private static string Postgres(string connectionString) => $"--ConnectionStrings:Postgres={connectionString}";

    private static string Redis(string connectionString) => $"--ConnectionStrings:Redis={connectionString}";

    /// <summary>Asserts that the start fails as it should, and returns the sentence.</summary>
    private static async Task<string> FailAsync(params string[] arguments)
    {
        await using var api = ApiProcess.Start(arguments);
        var (exitCode, output, errors) = await api.EndAsync();
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
