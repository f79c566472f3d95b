using Microsoft.Extensions.Options;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Keys;

/// <summary>Says at the start whom the doors let in.</summary>
internal sealed partial class KeysAtStart(IKeyRing keys, IOptions<AuthOptions> options, ILogger<KeysAtStart> logger) : IHostedService
{
    private const string Open = "EVERYBODY who reaches the doors may do everything (Auth:Disabled).";
    private const string Nearby = "No key was made yet: requests from this machine are let in, without one, and no others (./wan keys add NAME --tenant TENANT, with the --data of this).";
    private const string Asked = "Requests need a key (./wan keys list).";
    private const string Unknown = "Whether there are keys is not known while the store is away.";

    /// <summary>Whom, in a sentence.</summary>
    public string Sentence { get; private set; } = Unknown;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Disabled)
        {
            Log.LetInAll(logger, Sentence = Open);
            return;
        }

        await LookAsync(cancellationToken);
        Log.LetIn(logger, Sentence);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            Sentence = await keys.AnyAsync(cancellationToken) ? Asked : Nearby;
        }
        catch (StorageException)
        {
            // It says of itself what is wrong with it.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Access: {Sentence}")]
        public static partial void LetIn(ILogger logger, string sentence);

        [LoggerMessage(2, LogLevel.Warning, "Access: {Sentence}")]
        public static partial void LetInAll(ILogger logger, string sentence);
    }
}
