using System.Net;
using System.Net.Sockets;

namespace Inventory.Verbs.Tests.Servers;

public sealed class FreePortTests
{
    /// <summary>
    /// Whoever takes a port listens on it a second later. Two that were given one port: one of them ends, and its test asks the other's worker.
    /// </summary>
    [Fact]
    public void No_two_are_given_one_port_even_where_nobody_listens_yet()
    {
        var ports = Enumerable.Range(0, 1_000).AsParallel().Select(_ => FreePort.Take()).ToArray();

        Assert.Distinct(ports);
    }

    [Fact]
    public void A_port_that_somebody_listens_on_is_not_given()
    {
        var taken = FreePort.Take();
        using var listener = new TcpListener(IPAddress.Loopback, taken);
        listener.Start();

        Assert.DoesNotContain(taken, Enumerable.Range(0, FreePort.Count).Select(_ => FreePort.Take()));
    }

    /// <summary>The launcher's servers are stopped and started again by tests, and a connection may take any of Linux' own: whoever starts again would find its port gone.</summary>
    [Fact]
    public void A_port_that_is_given_is_none_of_the_launchers_servers_or_that_connections_of_Linux_begin_from() =>
        Assert.All(Enumerable.Range(0, FreePort.Count).Select(_ => FreePort.Take()), port => Assert.InRange(port, 1_024, 19_999));
}
