using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Npgsql;

namespace Inventory.IntegrationTests;

/// <summary>How PostgreSQL takes the statements of the write path: prepared once for a session, and always by way of their index.</summary>
public sealed class StatementPlanTests(TestServers servers)
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Statements_of_the_write_path_are_prepared_and_planned_once()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var dataSource = await SettleTenOrdersAsync(space);

        var statements = await PreparedAsync(dataSource);

        Assert.Contains(statements, statement => statement.Text.Contains("INSERT INTO inventory.movement", StringComparison.Ordinal));
        Assert.All(statements, statement => Assert.Equal((0, true), (statement.CustomPlans, statement.GenericPlans > 0)));
    }

    [Fact]
    public async Task Plans_that_were_made_while_tables_were_small_go_by_the_index()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var dataSource = await SettleTenOrdersAsync(space);

        foreach (var statement in (await PreparedAsync(dataSource)).Where(statement => statement.Parameters > 0))
        {
            var plan = await ReadAsync(
                dataSource,
                $"SET plan_cache_mode = force_generic_plan; EXPLAIN EXECUTE {statement.Name}({string.Join(", ", Enumerable.Repeat("NULL", statement.Parameters))})",
                row => row.GetString(0));
            Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal) || line.Contains("Join", StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// After a lock timeout a session has been seen that did not know a statement which Npgsql took for prepared: every group
    /// of that session failed from then on.
    /// </summary>
    [Fact]
    public async Task A_session_that_does_not_know_its_statements_any_more_fails_one_group_only()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var dataSource = await SettleTenOrdersAsync(space);
        await using (var forget = dataSource.CreateCommand("DEALLOCATE ALL"))
        {
            await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var failure = await Assert.ThrowsAsync<PostgresException>(() => SettleAsync(dataSource, Order("order-10")));
        await SettleAsync(dataSource, Order("order-10"));

        Assert.Equal(PostgresErrorCodes.InvalidSqlStatementName, failure.SqlState);
    }

    [Theory]
    [InlineData("", 32)]
    [InlineData(";Max Auto Prepare=0", 0)]
    public void How_many_statements_are_prepared_can_be_set(string set, int prepared)
    {
        using var dataSource = PostgresSessions.CreateDataSource($"Host=localhost{set}", "tests");

        Assert.Equal(prepared, new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).MaxAutoPrepare);
    }

    /// <summary>On one session, which the data source gives out again and again.</summary>
    private static async Task<NpgsqlDataSource> SettleTenOrdersAsync(TestSpace space)
    {
        await using (await space.StartWorkerAsync())
        {
            await space.StockAsync(("A", 100));
        }

        var dataSource = PostgresSessions.CreateGroupDataSource(space.Connections.Postgres, "tests");
        for (var i = 0; i < 10; i++)
        {
            await SettleAsync(dataSource, Order($"order-{i}"));
        }

        return dataSource;
    }

    private static PlaceOrder Order(string id) => new(id, s_now, [new LevelQuantity(new LevelKey("A", "default"), 1)]);

    private static async Task SettleAsync(NpgsqlDataSource dataSource, StockCommand command)
    {
        await using var transaction = await new StockStore(dataSource).BeginAsync(TestContext.Current.CancellationToken);
        var stock = await transaction.LoadAndLockAsync([command], TestContext.Current.CancellationToken);
        await transaction.CommitAsync(stock, GroupDecider.Decide([command], stock, s_now), s_now);
    }

    private static Task<List<PreparedStatement>> PreparedAsync(NpgsqlDataSource dataSource) => ReadAsync(
        dataSource,
        """
        SELECT name, statement, cardinality(parameter_types), generic_plans::int, custom_plans::int FROM pg_prepared_statements
        WHERE statement LIKE '%inventory.%'
        """,
        row => new PreparedStatement(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)));

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataSource dataSource, string query, Func<NpgsqlDataReader, T> read)
    {
        await using var command = dataSource.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private sealed record PreparedStatement(string Name, string Text, int Parameters, int GenericPlans, int CustomPlans);
}
