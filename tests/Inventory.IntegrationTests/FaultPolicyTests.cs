using Inventory.Worker.Pipeline;
using Npgsql;

namespace Inventory.IntegrationTests;

public sealed class FaultPolicyTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.LockNotAvailable, Fault.PostgresUnavailable)]
    [InlineData(PostgresErrorCodes.AdminShutdown, Fault.PostgresUnavailable)]
    [InlineData(PostgresErrorCodes.DiskFull, Fault.PostgresUnavailable)]
    [InlineData(PostgresErrorCodes.UndefinedTable, Fault.PostgresUnavailable)]
    [InlineData(PostgresErrorCodes.UniqueViolation, Fault.Conflict)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, Fault.Conflict)]
    [InlineData(PostgresErrorCodes.NumericValueOutOfRange, Fault.Unprocessable)]
    public void Only_what_a_message_itself_brings_about_can_make_it_poison(string sqlState, Fault fault) =>
        Assert.Equal(fault, FaultPolicy.Classify(new PostgresException("", "ERROR", "ERROR", sqlState)));

    /// <summary>MassTransit puts it in the place of an interrupted wait; with the message it has nothing to do.</summary>
    [Fact]
    public void A_consumer_that_was_interrupted_says_nothing_about_its_message() =>
        Assert.True(FaultPolicy.IsInfrastructure(new MassTransit.ConsumerCanceledException()));
}
