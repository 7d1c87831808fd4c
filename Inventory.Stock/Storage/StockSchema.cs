using Inventory.Stock.Decisions;
using Marten;
using Npgsql;
using Polly;
using Polly.Retry;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Inventory.Stock.Storage;

/// <summary>
/// The tables. Marten maps the documents and keeps the schema; the operation and movement tables are plain ones that it
/// creates along, because they are written and read as sets, never as single documents.
/// </summary>
public static class StockSchema
{
    internal const string Name = "inventory";
    internal const string Levels = $"{Name}.mt_doc_stock_level";
    internal const string Orders = $"{Name}.mt_doc_stock_order";
    internal const string Reservations = $"{Name}.mt_doc_stock_reservation";
    internal const string Operations = $"{Name}.operation";
    internal const string Movements = $"{Name}.movement";
    internal const string Generations = $"{Name}.generation";

    /// <summary>A document store over the data source, with the whole schema configured and nothing created yet.</summary>
    public static DocumentStore CreateStore(NpgsqlDataSource dataSource) => DocumentStore.For(options =>
    {
        options.Connection(dataSource);
        Configure(options);
    });

    /// <summary>
    /// A store for processes that only read: it creates nothing and needs no right to. Until a worker has made the
    /// tables, reads fail with <c>undefined_table</c>.
    /// </summary>
    public static DocumentStore CreateReadOnlyStore(NpgsqlDataSource dataSource) => DocumentStore.For(options =>
    {
        options.Connection(dataSource);
        Configure(options);
        options.AutoCreateSchemaObjects = JasperFx.AutoCreate.None;

        // A reader waits for each try. One more, at once, is what gets past a connection that broke while it lay idle;
        // Marten's own three pauses would only delay the answer that PostgreSQL is away.
        options.ConfigurePolly(pipeline => pipeline.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder()
                .Handle<NpgsqlException>(failure => failure.IsTransient)
                .HandleInner<NpgsqlException>(failure => failure.IsTransient),
            MaxRetryAttempts = 1,
            Delay = TimeSpan.Zero,
        }));
    });

    /// <summary>Creates what is missing. Safe beside other processes that do the same: Marten takes a global lock, and so does this.</summary>
    public static async Task CreateAsync(IDocumentStore store)
    {
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(MakeLedgerAppendOnly, connection);
        await command.ExecuteNonQueryAsync();
    }

    // A trigger, because rights can be given back by whoever owns the table, and a superuser never asks for any. Looked for
    // before it is made: making it waits for every worker that is writing.
    private const string MakeLedgerAppendOnly =
        $"""
        SELECT pg_advisory_xact_lock(hashtext('{Movements}'));
        DO $do$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = '{Movements}'::regclass AND tgname = 'append_only') THEN
                CREATE OR REPLACE FUNCTION {Name}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $function$ BEGIN
                    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
                END $function$;
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {Movements}
                    FOR EACH STATEMENT EXECUTE FUNCTION {Name}.refuse_change();
            END IF;
        END $do$;
        """;

    internal static void Configure(StoreOptions options)
    {
        options.DatabaseSchemaName = Name;
        options.AutoCreateSchemaObjects = JasperFx.AutoCreate.CreateOrUpdate;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, json =>
            json.TypeInfoResolverChain.Insert(0, StockJson.Default));
        options.Schema.For<StockLevel>()
            .DocumentAlias("stock_level")
            .Duplicate(level => level.Sku, notNull: true)
            .Metadata(metadata =>
            {
                metadata.LastModified.Enabled = false;
                metadata.DotNetType.Enabled = false;
            });
        options.Schema.For<Order>()
            .DocumentAlias("stock_order")
            .Metadata(metadata =>
            {
                metadata.Version.Enabled = false;
                metadata.LastModified.Enabled = false;
                metadata.DotNetType.Enabled = false;
            });
        options.Schema.For<Reservation>()
            .DocumentAlias("stock_reservation")
            .Duplicate(reservation => reservation.DueAt, configure: index => index.Predicate = "due_at IS NOT NULL")
            .Metadata(metadata =>
            {
                metadata.Version.Enabled = false;
                metadata.LastModified.Enabled = false;
                metadata.DotNetType.Enabled = false;
            });
        options.Storage.ExtendedSchemaObjects.Add(OperationTable());
        options.Storage.ExtendedSchemaObjects.Add(MovementTable());
        options.Storage.ExtendedSchemaObjects.Add(GenerationTable());
    }

    private static Table OperationTable()
    {
        var table = new Table(new PostgresqlObjectName(Name, "operation", SchemaUtils.IdentifierUsage.General));
        table.AddColumn<string>("id").AsPrimaryKey();
        table.AddColumn<string>("fingerprint").NotNull();
        table.AddColumn("events", "json");
        table.AddColumn<Guid>("commit_id");
        table.AddColumn<DateTimeOffset>("recorded_at").NotNull();
        return table;
    }

    private static Table GenerationTable()
    {
        var table = new Table(new PostgresqlObjectName(Name, "generation", SchemaUtils.IdentifierUsage.General));
        table.AddColumn<long>("number").AsPrimaryKey();
        table.AddColumn<Guid>("id").NotNull();
        table.AddColumn<string>("cause").NotNull();
        table.AddColumn<string>("timeline").NotNull();
        table.AddColumn<DateTimeOffset>("begun_at").NotNull();
        table.AddColumn<DateTimeOffset>("filled_at");
        table.AddColumn<long>("levels");
        table.AddColumn<long>("levels_ahead");
        return table;
    }

    private static Table MovementTable()
    {
        var table = new Table(new PostgresqlObjectName(Name, "movement", SchemaUtils.IdentifierUsage.General));
        table.AddColumn<string>("level_id").AsPrimaryKey();
        table.AddColumn<long>("version").AsPrimaryKey();
        table.AddColumn<string>("kind").NotNull();
        foreach (var column in (string[])["on_hand_delta", "committed_delta", "reserved_delta", "on_hand", "committed", "reserved", "available", "low_stock_threshold"])
        {
            table.AddColumn<long>(column).NotNull();
        }

        table.AddColumn<string>("cause_type").NotNull();
        table.AddColumn<string>("cause_id").NotNull();
        table.AddColumn<string>("order_id");
        table.AddColumn<string>("reason");
        table.AddColumn<string>("actor");
        table.AddColumn<DateTimeOffset>("occurred_at").NotNull();
        table.AddColumn<DateTimeOffset>("recorded_at").NotNull();
        table.AddColumn<Guid>("commit_id").NotNull();
        table.Indexes.Add(new IndexDefinition("movement_commit_id") { Columns = ["commit_id"] });

        // For counts, which ask what has happened since: orders, which are most of the ledger, do not move on hand.
        table.Indexes.Add(new IndexDefinition("movement_on_hand") { Columns = ["level_id", "occurred_at"], Predicate = "on_hand_delta <> 0" });
        return table;
    }
}
