using System.Net;
using System.Net.Sockets;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.IntegrationTests;

public sealed class StartFailureTests(SharedSpace shared) : IClassFixture<SharedSpace>
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Mistakes => new(s_mistakes.Keys);

    private static readonly Dictionary<string, (Func<Connections, Connections> Make, string Sentence)> s_mistakes = new()
    {
        ["no setting for PostgreSQL"] = (all => all with { Postgres = "" }, "Missing setting: ConnectionStrings__Postgres."),
        ["no setting for Redis"] = (all => all with { Redis = "" }, "Missing setting: ConnectionStrings__Redis."),
        ["no setting at all"] = (_ => new("", "", ""), "Missing setting: ConnectionStrings__Postgres, ConnectionStrings__Redis, ConnectionStrings__RabbitMq."),
        ["a PostgreSQL setting that is none"] = (all => all with { Postgres = "nonsense" }, "ConnectionStrings__Postgres"),
        ["a PostgreSQL setting with an unknown key"] = (all => all with { Postgres = all.Postgres + ";Colour=red" }, "ConnectionStrings__Postgres"),
        ["a Redis setting with an unknown key"] = (all => all with { Redis = all.Redis + ",colour=red" }, "ConnectionStrings__Redis"),
        ["a RabbitMQ setting that is none"] = (all => all with { RabbitMq = "nonsense" }, "ConnectionStrings__RabbitMq is not an amqp:// or amqps:// address."),
        ["a RabbitMQ setting for another protocol"] = (all => all with { RabbitMq = "http://localhost" }, "ConnectionStrings__RabbitMq is not an amqp:// or amqps:// address."),
        ["a wrong PostgreSQL password"] = (all => all with { Postgres = PostgresWith(all, settings => settings.Password = "wrong") }, "; see ConnectionStrings__Postgres."),
        ["a database that does not exist"] = (all => all with { Postgres = PostgresWith(all, settings => settings.Database = "nowhere") }, "; see ConnectionStrings__Postgres."),
        ["a wrong Redis password"] = (all => all with { Redis = RedisWithPassword(all, "wrong") }, "Redis refuses the user or password; see ConnectionStrings__Redis."),
        ["no Redis password"] = (all => all with { Redis = RedisWithPassword(all, "") }, "see ConnectionStrings__Redis."),
        ["a wrong RabbitMQ password"] = (all => all with { RabbitMq = RabbitMqWith(all, uri => uri.Password = "wrong") }, "RabbitMQ refuses the user or password; see ConnectionStrings__RabbitMq."),
        ["a virtual host that does not exist"] = (all => all with { RabbitMq = RabbitMqWith(all, uri => uri.Path = "nowhere") }, "; see ConnectionStrings__RabbitMq."),
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_worker_with_a_mistake_in_its_connection_strings_says_so_in_one_sentence_and_ends(string mistake)
    {
        var (make, sentence) = s_mistakes[mistake];

        await EndsWithAsync(sentence, WorkerSettings.Of(make(shared.Connections), []));
    }

    [Theory]
    [InlineData("Prefetch", "0")]
    [InlineData("Prefetch", "many")]
    [InlineData("QueueType", "Priority")]
    [InlineData("StopTimeout", "00:00:00")]
    [InlineData("Address", "nowhere")]
    public Task A_worker_with_a_setting_out_of_its_range_names_it_in_one_sentence_and_ends(string setting, string value) =>
        EndsWithAsync(setting, WorkerSettings.Of(shared.Connections, [(setting, value)]));

    [Fact]
    public async Task A_worker_whose_port_is_taken_says_so_in_one_sentence_and_ends()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        await EndsWithAsync($"Failed to bind to address {address}: address already in use", WorkerSettings.Of(shared.Connections, [("Address", address)]));
    }

    [Fact]
    public async Task A_RabbitMQ_that_is_reached_and_then_says_nothing_is_waited_for()
    {
        const string OpenChannel = "\u0000\u0014\u0000\u000a";
        var (rabbitMq, throughProxy) = shared.Connections.BeforeRabbitMq();
        await using var proxy = rabbitMq;
        proxy.HoldAt(OpenChannel);

        await using var worker = WorkerProcess.Launch(WorkerSettings.Of(throughProxy, []));

        await Eventually.SeesAsync(worker.ReadinessAsync, answer => !answer.IsReady, s_start);
        Assert.True(proxy.IsHolding);
        await proxy.ReleaseAsync();
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => answer.IsReady, s_start);
    }

    private static async Task EndsWithAsync(string sentence, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        await using var worker = WorkerProcess.Launch(settings);

        var code = await worker.ExitCodeAsync(s_patience);

        var line = Assert.Single(worker.Errors.Split('\n'));
        Assert.Contains(sentence, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", worker.Output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    private static string PostgresWith(Connections connections, Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(connections.Postgres);
        change(settings);
        return settings.ConnectionString;
    }

    private static string RedisWithPassword(Connections connections, string password)
    {
        var options = ConfigurationOptions.Parse(connections.Redis);
        options.Password = password;
        return options.ToString(includePassword: true);
    }

    private static string RabbitMqWith(Connections connections, Action<UriBuilder> change)
    {
        var uri = new UriBuilder(connections.RabbitMq);
        change(uri);
        return uri.Uri.AbsoluteUri;
    }
}
