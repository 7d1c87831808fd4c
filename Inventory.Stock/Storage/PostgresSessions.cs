using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>What is asked of PostgreSQL for its sessions: those of the groups, and those of all else.</summary>
public static class PostgresSessions
{
    internal const string LongestStandstill = "30s";

    // PostgreSQL would compile a statement that it expects to be dear, each time it is run. A look into a long ledger is expected to
    // be, and takes a twentieth of what compiling it does.
    private const string Settings = $"-c jit=off -c lock_timeout=10s -c idle_in_transaction_session_timeout={LongestStandstill}";

    // A statement is planned once, when the session prepares it, and always by way of its index: a plan that was made while a
    // table was small must not be one that only suits small tables.
    private const string GroupSettings =
        $"{Settings} -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    /// <summary>
    /// Sessions whose statements are prepared and not compiled, with time limits that keep a frozen process from holding others up for ever.
    /// </summary>
    /// <param name="connectionString">Of the primary.</param>
    /// <param name="clientName">The name of the sessions at PostgreSQL, where the connection string gives none. Those of one name end each other's standstills.</param>
    /// <exception cref="ArgumentException">The connection string cannot be understood.</exception>
    public static NpgsqlDataSource CreateDataSource(string connectionString, string clientName) =>
        NpgsqlDataSource.Create(With(connectionString, clientName, Settings));

    /// <summary>
    /// The one session for the groups of a worker, which come one after the other. A session has its own map of PostgreSQL's memory
    /// and its own plans, which cost the more the more sessions take turns. It keeps its settings, so nothing is reset in between.
    /// </summary>
    /// <inheritdoc cref="CreateDataSource"/>
    public static NpgsqlDataSource CreateGroupDataSource(string connectionString, string clientName)
    {
        var settings = With(connectionString, clientName, GroupSettings);
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = 1;
        settings.NoResetOnClose = true;
        return NpgsqlDataSource.Create(settings);
    }

    private static NpgsqlConnectionStringBuilder With(string connectionString, string clientName, string sessionSettings)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Max Auto Prepare")) // ContainsKey is true of every keyword there is.
        {
            settings.MaxAutoPrepare = 32;
        }

        settings.ApplicationName ??= clientName;

        // Given at the start of the session: a SET would not outlive the connection's return to the pool.
        settings.Options = $"{settings.Options} {sessionSettings}".TrimStart();
        return settings;
    }
}
