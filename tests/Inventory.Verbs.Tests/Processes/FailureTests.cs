using Inventory.Verbs.Tests.Servers;
using Inventory.Worker.Hosting;
using Npgsql;

namespace Inventory.Verbs.Tests.Processes;

/// <summary>What a person sees who did something wrong: one sentence, exit code 1, no stack trace.</summary>
public sealed class FailureTests(TestSpace space) : IClassFixture<TestSpace>
{
    private static readonly ConnectionSettings Nowhere = new("Host=127.0.0.1;Port=1;Timeout=2", "127.0.0.1:1,connectTimeout=500", "amqp://127.0.0.1:1/");

    [Theory]
    [InlineData("There is no verb 'aduit'; there are ", "aduit")]
    [InlineData("audit: it does not take --bogus. ", "audit", "--bogus")]
    [InlineData("audit: it does not take extra. ", "audit", "extra")]
    [InlineData("publish-orders needs <file>. ", "publish-orders")]
    [InlineData("publish-orders: No value specified for flag --map. ", "publish-orders", "x.csv", "--map")]
    [InlineData("demo: ", "demo", "--orders", "many")]
    [InlineData("--orders takes a number from 1 to ", "demo", "--orders", "0")]
    [InlineData("There is no file nowhere.csv.", "publish-orders", "nowhere.csv")]
    [InlineData("--ship and --no-wait exclude each other: ", "publish-orders", "x.csv", "--ship", "--no-wait")]
    [InlineData("There is no file nowhere.csv.", "import-stock", "nowhere.csv")]
    public async Task A_mistyped_command_is_told(string sentence, params string[] arguments) =>
        AssertSentence(sentence, await WorkerProcess.RunAsync(Nowhere, arguments));

    [Fact]
    public async Task A_missing_column_is_told() => AssertSentence(
        $"{CsvName} has no column 'order_id'; it has sku, quantity, or --map order_id=NAME says what it is called.",
        await WithCsvAsync("sku,quantity\nA,1\n", path => WorkerProcess.RunAsync(Nowhere, "publish-orders", path)));

    [Fact]
    public async Task A_missing_setting_is_told() => AssertSentence(
        "Missing setting: ConnectionStrings__Postgres, ConnectionStrings__Redis, ConnectionStrings__RabbitMq. ",
        await WorkerProcess.RunAsync(null, "audit"));

    [Theory]
    [InlineData("nonsense", null)]
    [InlineData(null, "127.0.0.1:1,nonsense=1")]
    public async Task A_connection_string_that_makes_no_sense_is_told(string? postgres, string? redis) => AssertSentence(
        " cannot be understood: ",
        await WorkerProcess.RunAsync(Nowhere with { Postgres = postgres ?? Nowhere.Postgres, Redis = redis ?? Nowhere.Redis }, "audit"));

    [Fact]
    public async Task Servers_that_are_away_are_told()
    {
        var here = space.Connections;
        AssertSentence("Redis cannot be reached at ", await WorkerProcess.RunAsync(here with { Redis = Nowhere.Redis }, "audit"));
        AssertSentence("Redis cannot be reached at ", await WorkerProcess.RunAsync(here with { Redis = Nowhere.Redis }, "rebuild-cache"));
        AssertSentence("PostgreSQL cannot be reached: ", await WorkerProcess.RunAsync(here with { Postgres = Nowhere.Postgres }, "audit"));
        AssertSentence("PostgreSQL cannot be reached: ", await WorkerProcess.RunAsync(here with { Postgres = Nowhere.Postgres }, "rebuild-cache"));
        AssertSentence("RabbitMQ cannot be reached: ", await WithCsvAsync("sku,quantity\nA,1\n", path =>
            WorkerProcess.RunAsync(here with { RabbitMq = Nowhere.RabbitMq }, "import-stock", path)));
        AssertSentence("RabbitMQ cannot be reached: ", await WorkerProcess.RunAsync(here with { RabbitMq = Nowhere.RabbitMq }, "demo", "--orders", "1"));
    }

    [Fact]
    public async Task Servers_that_refuse_are_told()
    {
        var here = space.Connections;
        var wrongRedis = here.Redis.Replace("password=", "password=wrong-", StringComparison.Ordinal);
        AssertSentence("Redis refuses ", await WorkerProcess.RunAsync(here with { Redis = wrongRedis }, "audit"));
        var wrongPostgres = new NpgsqlConnectionStringBuilder(here.Postgres) { Database = "nowhere" }.ConnectionString;
        AssertSentence("PostgreSQL refuses ConnectionStrings__Postgres: ", await WorkerProcess.RunAsync(here with { Postgres = wrongPostgres }, "audit"));
        var wrongRabbit = new UriBuilder(here.RabbitMq) { Password = "wrong" }.Uri.AbsoluteUri;
        AssertSentence("RabbitMQ refuses the user or password ", await WithCsvAsync("sku,quantity\nA,1\n", path =>
            WorkerProcess.RunAsync(here with { RabbitMq = wrongRabbit }, "import-stock", path)));
        var wrongHost = new UriBuilder(here.RabbitMq) { Path = "nowhere" }.Uri.AbsoluteUri;
        AssertSentence("RabbitMQ refuses", await WithCsvAsync("sku,quantity\nA,1\n", path =>
            WorkerProcess.RunAsync(here with { RabbitMq = wrongHost }, "import-stock", path)));
    }

    [Fact]
    public async Task A_database_that_no_worker_has_seen_is_told() => AssertSentence(
        "The database holds no inventory yet: start a worker, which makes the tables.",
        await WorkerProcess.RunAsync(space.Connections, "audit"));

    [Theory]
    [InlineData("help")]
    [InlineData("help", "audit")]
    [InlineData("audit", "--help")]
    public async Task Help_needs_no_setting(params string[] arguments)
    {
        var ending = await WorkerProcess.RunAsync(null, arguments);

        Assert.Equal((0, ""), (ending.ExitCode, ending.Errors));
        Assert.Contains("Compare ledger, documents and Redis, for every level", ending.Output, StringComparison.Ordinal);
    }

    private const string CsvName = "inventory-verbs-failure.csv";

    private static async Task<Ending> WithCsvAsync(string content, Func<string, Task<Ending>> run)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, CsvName);
            await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
            return await run(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertSentence(string sentence, Ending ending)
    {
        Assert.Equal(1, ending.ExitCode);
        Assert.Contains(sentence, Assert.Single(ending.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ending.Output + ending.Errors, StringComparison.Ordinal);
    }
}
