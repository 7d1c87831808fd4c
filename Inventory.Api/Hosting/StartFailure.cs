using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Inventory.Api.Hosting;

/// <summary>Why the process cannot start, in one sentence for the person who started it.</summary>
internal sealed class StartFailureException(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>Reports expected failures as one sentence and exit code 1.</summary>
internal static class StartFailure
{
    public static async Task<int> ReportAsync(Func<Task<int>> main)
    {
        try
        {
            return await main();
        }
        catch (Exception failure) when (Explain(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>The sentence for a failure that a person can mend; null for one that is our own fault.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StartFailureException => failure.Message,
        OptionsValidationException invalid => $"A setting under {ApiOptions.Section} is not valid: {string.Join(" ", invalid.Failures)}",

        // The binder's own words name the value and the setting.
        InvalidOperationException when failure.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => failure.Message,
        IOException { InnerException: AddressInUseException } =>
            $"{failure.Message.TrimEnd('.')}. Set Inventory__Api__Address to a free one.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AccessDenied } =>
            $"The API cannot listen on its address: {failure.Message}. Set Inventory__Api__Address to another one.",
        _ => null,
    };
}
