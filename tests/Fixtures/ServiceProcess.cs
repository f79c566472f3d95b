using System.Diagnostics;
using System.Net;

namespace Wan.Fixtures;

/// <summary>
/// One of the services as a process of the system of its own, from its project's build output, on a port of its own. It may be killed
/// and started again; the port, the settings and the log stay. Whatever runs at the end is killed.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly ProcessLog log = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly IReadOnlyDictionary<string, string> environment;
    private Process? process;
    private Stopwatch sinceStart = new();

    /// <summary>Prepares a process; nothing runs yet.</summary>
    /// <param name="service">The project's name, such as <c>Intake</c>.</param>
    /// <param name="environment">Its settings as environment variables, such as <c>Storage__Directory</c>.</param>
    public ServiceProcess(string service, IReadOnlyDictionary<string, string> environment)
    {
        Service = service;
        Port = FreePort.Next();
        Address = new Uri($"http://127.0.0.1:{Port}");
        http.BaseAddress = Address;
        this.environment = environment;
    }

    /// <summary>The project's name.</summary>
    public string Service { get; }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Where it answers over HTTP.</summary>
    public Uri Address { get; }

    /// <summary>Where it kills or freezes itself after its next start; null if it does not.</summary>
    public CheckpointSignal? SignalsItselfAt { get; set; }

    /// <summary>Settings that it has after its next start, over its own.</summary>
    public IReadOnlyDictionary<string, string> NextSettings { get; set; } = new Dictionary<string, string>();

    /// <summary>How far its clock is ahead after its next start; zero: it is right. Else <see cref="WrongClock.IsPossible"/> must hold.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => process is { HasExited: false };

    /// <summary>Whether it runs and stands still.</summary>
    public bool IsFrozen => IsRunning && ProcessStatus.IsFrozen(process!.Id);

    /// <summary>Its process id.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public int ProcessId => Running.Id;

    /// <summary>From the start of the process to its first being ready; zero until it was.</summary>
    public TimeSpan StartupTime { get; private set; }

    /// <summary>What it has logged, the last 4,000 lines over all its starts.</summary>
    public string Log => log.ToString();

    /// <summary>Memory that it holds now (resident set), in megabytes of 1,000,000 bytes.</summary>
    public double RssMegabytes => ProcessStatus.Megabytes(Running.Id, "VmRSS:");

    /// <summary>The part of it that is pages of files, such as the runtime's assemblies, which all processes share.</summary>
    public double SharedMegabytes => ProcessStatus.Megabytes(Running.Id, "RssFile:");

    /// <summary>The most memory that it has held (resident set), in megabytes of 1,000,000 bytes.</summary>
    public double PeakRssMegabytes => ProcessStatus.Megabytes(Running.Id, "VmHWM:");

    /// <summary>What it has caused to be written to disks since its start, in megabytes of 1,000,000 bytes.</summary>
    public double WrittenMegabytes => ProcessStatus.WrittenMegabytes(Running.Id);

    /// <summary>How often it has called the system to write to a file or a pipe since its start.</summary>
    public long WriteCalls => ProcessStatus.WriteCalls(Running.Id);

    /// <summary>Processor time that it has used since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            Running.Refresh();
            return Running.TotalProcessorTime;
        }
    }

    private Process Running => IsRunning ? process! : throw new InvalidOperationException($"{Service} does not run.{Tail()}");

    /// <summary>Starts it, and does not wait.</summary>
    public void Start()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"{Service} runs already.");
        }

        var start = ServiceStart.Info(Service, Address, environment.Concat(NextSettings), SignalsItselfAt, ClockOffset);
        process?.Dispose();
        StartupTime = TimeSpan.Zero;
        sinceStart = Stopwatch.StartNew();
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => log.Keep(line.Data);
        process.Start();
        Watchdog.Add(process.Id);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync(TimeSpan? atMost = null)
    {
        Start();
        await WaitUntilReadyAsync(atMost);
    }

    /// <summary>Waits until <c>/health/ready</c> says yes.</summary>
    /// <exception cref="TimeoutException">It did not become ready.</exception>
    /// <exception cref="InvalidOperationException">It ended.</exception>
    public async Task WaitUntilReadyAsync(TimeSpan? atMost = null)
    {
        var answer = "no answer";
        await Eventually.UntilAsync(
            async () =>
            {
                _ = Running;
                try
                {
                    using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                    answer = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
                    return response.StatusCode == HttpStatusCode.OK;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    answer = exception.Message;
                    return false;
                }
            },
            () => $"{Service} ready; last answer: {answer}{Tail()}",
            atMost);
        if (StartupTime == TimeSpan.Zero)
        {
            StartupTime = sinceStart.Elapsed;
        }
    }

    /// <summary>What <c>/health/ready</c> says now: the status code and the body; null if nothing answers.</summary>
    public async Task<string?> ReadinessAsync()
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Freezes it (SIGSTOP).</summary>
    public void Freeze() => PosixSignals.SendStop(Running.Id);

    /// <summary>Lets it go on after it was frozen (SIGCONT).</summary>
    public void Thaw() => PosixSignals.SendContinue(Running.Id);

    /// <summary>Waits until it has frozen itself (<see cref="SignalsItselfAt"/>).</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public Task WaitUntilFrozenAsync(TimeSpan? atMost = null) =>
        Eventually.UntilAsync(() => Task.FromResult(ProcessStatus.IsFrozen(Running.Id)), () => $"{Service} frozen{Tail()}", atMost);

    /// <summary>Kills it (SIGKILL) and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (IsRunning)
        {
            PosixSignals.SendKill(process!.Id);
        }

        await WaitForEndAsync();
    }

    /// <summary>Asks it to end (SIGTERM) and waits until it is gone.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public async Task<int> TerminateAsync()
    {
        PosixSignals.SendTerminate(Running.Id);
        await WaitForEndAsync();
        return process!.ExitCode;
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public Task WaitUntilEndedAsync() => WaitForEndAsync();

    /// <summary>The end of the log, for the message of a failed test.</summary>
    public string Tail() => log.Tail(Service);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process?.Dispose();
        http.Dispose();
    }

    private async Task WaitForEndAsync()
    {
        if (process is null)
        {
            return;
        }

        try
        {
            await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Service} did not end.{Tail()}");
        }

        Watchdog.Remove(process.Id);
    }
}
