using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;
using Wan.Fixtures.Hosts;
using Wan.Intake.Sagas;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake.Tests;

/// <summary>Intake with its doors, which its clients call without a network.</summary>
internal sealed class IntakeApplication : ServiceHost<GenerationStateMachine>
{
    private readonly bool record;

    /// <summary>Makes one.</summary>
    /// <param name="record">False: nothing is remembered of the bus.</param>
    /// <param name="settings">Further settings.</param>
    public IntakeApplication(bool record = true, params (string Key, string Value)[] settings)
        : this(null, record, settings)
    {
    }

    /// <summary>Makes one beside others.</summary>
    /// <param name="folder">Where its files are; null for a folder of its own.</param>
    /// <param name="record">False: nothing is remembered of the bus.</param>
    /// <param name="settings">Further settings.</param>
    public IntakeApplication(TemporaryFolder? folder, bool record = true, params (string Key, string Value)[] settings)
        : base(folder)
    {
        this.record = record;
        Set(settings);
    }

    /// <summary>What was logged as an error.</summary>
    public IEnumerable<string> Errors => Logs.Lines.Where(line => line.Level >= LogLevel.Error).Select(line => $"{line}");

    public IDocuments<Generation> Generations => Service<IDocuments<Generation>>();

    public IRequestBodies Bodies => Service<IRequestBodies>();

    /// <summary>How many generations are stored.</summary>
    public async Task<int> CountAsync() => (await Generations.PageAsync(new PageQuery { Limit = 1000 })).Items.Count;

    protected override void Add(IServiceCollection services)
    {
        if (record)
            base.Add(services);
    }
}
