using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Inventory.Stock.Hosting;

/// <summary>Why the process cannot do what was asked, in one sentence for the person who asked.</summary>
public sealed class StartFailureException(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>Reports expected failures as one sentence on standard error and exit code 1.</summary>
public static class StartFailure
{
    /// <param name="section">Where the settings lie, such as <c>Inventory:Worker</c>.</param>
    /// <param name="main">What the process is for; returns its exit code.</param>
    public static async Task<int> ReportAsync(string section, Func<Task<int>> main)
    {
        try
        {
            return await main();
        }
        catch (Exception failure) when ((ExplainAddress(failure, section) ?? Explain(failure, section)) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>The sentence for a failure that a person can mend; null for one that is our own fault.</summary>
    public static string? Explain(Exception failure, string section) => failure switch
    {
        StartFailureException => failure.Message,
        OptionsValidationException invalid => $"A setting under {section} is not valid: {string.Join(" ", invalid.Failures)}",

        // The binder's own words name the value and the setting.
        InvalidOperationException when failure.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => failure.Message,
        _ => null,
    };

    private static string? ExplainAddress(Exception failure, string section) => failure switch
    {
        IOException { InnerException.InnerException: SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } } =>
            $"{failure.Message.TrimEnd('.')}. Set {AddressSetting(section)} to a free one.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AccessDenied } =>
            $"The address to listen on cannot be had: {failure.Message}. Set {AddressSetting(section)} to another one.",
        _ => null,
    };

    private static string AddressSetting(string section) => $"{section.Replace(":", "__", StringComparison.Ordinal)}__Address";
}
