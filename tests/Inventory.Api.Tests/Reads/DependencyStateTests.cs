using Inventory.Api.Reads;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Api.Tests.Reads;

public sealed class DependencyStateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger _log = new();
    private readonly DependencyState _state;

    public DependencyStateTests() => _state = new DependencyState("Redis", "reads go to PostgreSQL", _time, _log);

    [Fact]
    public void Many_failures_leave_one_warning()
    {
        for (var i = 0; i < 100; i++)
        {
            _state.Failed(new TimeoutException());
        }

        var warning = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Equal("Redis does not answer in time; until it answers, reads go to PostgreSQL.", warning.Message);
    }

    [Fact]
    public void The_server_is_back_once_it_has_not_failed_for_a_while()
    {
        _state.Failed(new TimeoutException());
        _state.Answered();
        _time.Advance(TimeSpan.FromSeconds(4));
        _state.Failed(new TimeoutException());
        _time.Advance(TimeSpan.FromSeconds(4));
        _state.Answered();
        Assert.Single(_log.Collector.GetSnapshot());

        _time.Advance(TimeSpan.FromSeconds(1));
        _state.Answered();
        _state.Answered();

        Assert.Equal("Redis answers again.", _log.LatestRecord.Message);
        Assert.Equal(2, _log.Collector.Count);
    }

    [Fact]
    public void A_server_that_never_failed_is_not_mentioned()
    {
        _state.Answered();

        Assert.Empty(_log.Collector.GetSnapshot());
    }
}
