using System.Net;
using System.Net.Sockets;

namespace Inventory.Testing;

/// <summary>A loopback port that nobody listens on and nobody else in this process was given.</summary>
public static class FreePort
{
    // Below those of the launcher's servers (20,000 to 32,000), of which one may be stopped just now, and those that Linux begins
    // connections from, which may take any of theirs while nobody listens on it.
    private const int First = 10_000;

    /// <summary>How many there are to take from; then the first come again.</summary>
    public const int Count = 10_000;

    private static int s_taken = Random.Shared.Next(Count);

    public static int Take()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_taken) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
