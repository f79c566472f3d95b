using System.Text.Json.Serialization;
using Wan.Intake.Changes;
using Wan.Intake.DeadLetters;
using Wan.Intake.Doors;
using Wan.Intake.Ends;
using Wan.Intake.Events;
using Wan.Intake.Files;
using Wan.Intake.Gateway.DashScope;
using Wan.Intake.Keys;
using Wan.Intake.Ledger;
using Wan.Intake.Lists;
using Wan.Intake.Models;
using Wan.Intake.Usage;
using Wan.Intake.Views;

namespace Wan.Intake;

/// <summary>The JSON of Intake's documents and answers.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 128)] // A request of the depth that is taken stands within an answer.
[JsonSerializable(typeof(Generation))]
[JsonSerializable(typeof(LedgerPage))]
[JsonSerializable(typeof(GenerationView))]
[JsonSerializable(typeof(GenerationPageView))]
[JsonSerializable(typeof(List<StateChange>))]
[JsonSerializable(typeof(ChangesPage))]
[JsonSerializable(typeof(DryRunView))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(LimitsView))]
[JsonSerializable(typeof(UsageView))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(ModelsView))]
[JsonSerializable(typeof(CancelManyRequest))]
[JsonSerializable(typeof(CancelManyView))]
[JsonSerializable(typeof(GenerationCountsView))]
[JsonSerializable(typeof(AccessKey))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyPageView))]
[JsonSerializable(typeof(VideoLinkView))]
[JsonSerializable(typeof(DeadLettersView))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(MoveBackRequest))]
[JsonSerializable(typeof(MovedBackView))]
[JsonSerializable(typeof(StoredFile))]
[JsonSerializable(typeof(FileView))]
[JsonSerializable(typeof(FilePageView))]
[JsonSerializable(typeof(ListedTask))]
[JsonSerializable(typeof(UploadedKey))]
internal sealed partial class IntakeJson : JsonSerializerContext;
