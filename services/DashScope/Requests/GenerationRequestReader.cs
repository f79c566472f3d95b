using System.Runtime.InteropServices;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;
using Wan.Media;

namespace Wan.DashScope.Requests;

/// <summary>
/// Reads a request as any door gets it, <c>{ "model", "input", "parameters" }</c> and our own optional fields, and says at once everything
/// that is wrong or odd about it. Never throws, whatever it is given. The vendor hardly checks: a wrong request waits in its queue and fails
/// minutes later, or is silently changed.
/// </summary>
/// <param name="catalogue">The models.</param>
/// <param name="time">The clock; null for the system's.</param>
/// <param name="callbacks">Where a <c>callback_url</c> may lead; null for anywhere.</param>
public sealed class GenerationRequestReader(ModelCatalogue catalogue, TimeProvider? time = null, CallbackRule? callbacks = null)
{
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>Reads a body that has been parsed already.</summary>
    public RequestReading Read(JsonElement body) =>
        Read(body.ValueKind == JsonValueKind.Undefined ? default(ReadOnlyMemory<byte>) : JsonMarshal.GetRawUtf8Value(body).ToArray());

    /// <summary>Reads a body. The bytes must stay as they are while <see cref="RequestReading.Request"/> is used.</summary>
    public RequestReading Read(ReadOnlyMemory<byte> utf8Json) => Read(utf8Json, files: null);

    /// <summary>Reads it again, now that the files are looked up that it refers to (<see cref="RequestReading.FileIds"/>).</summary>
    /// <param name="utf8Json">The same bytes.</param>
    /// <param name="files">Those that are there, by their ids: one that is not among them is a finding.</param>
    public RequestReading Read(ReadOnlyMemory<byte> utf8Json, IReadOnlyDictionary<string, MediaFacts>? files)
    {
        var findings = new FindingList();
        var envelope = RequestEnvelope.Empty;
        var facts = new RequestFacts { Files = files };
        if (RequestBody.TryOpen(ref utf8Json, findings, out var document))
        {
            using (document)
            {
                DuplicateKeys.Check(document.RootElement, findings);
                SimilarNames.Check(document.RootElement, "", TopLevel.Known, findings);
                var fields = new TopLevel(document.RootElement);
                envelope = EnvelopeRules.Read(fields, findings, callbacks, time.GetUtcNow());
                CheckRequest(fields, findings, ref facts);
            }
        }

        return new RequestReading(findings.ToList(envelope.Strict), envelope, utf8Json, facts, findings.Accepts(envelope.Strict), findings.HasErrors);
    }

    private void CheckRequest(in TopLevel fields, FindingList findings, ref RequestFacts facts)
    {
        if (!fields.Model.IsGiven())
        {
            findings.Error("model.missing", Pointer.Model, $"model is missing; known are {Describe.List(catalogue.Models)}.");
        }
        else if (Values.IsText(fields.Model, TopLevel.ModelField, Pointer.Model, findings))
        {
            using var name = Utf8Text.Of(fields.Model);
            facts.Family = catalogue.Find(name.Span, out facts.Model);
            if (facts.Family is null)
            {
                findings.Error(
                    "model.unknown",
                    Pointer.Model,
                    $"The model {Describe.Value(fields.Model)} is not known; known are {Describe.List(catalogue.Models)}, each also with a date behind it.");
            }
        }

        if (facts.Family is null)
        {
            // Without a family there are no rules for the rest, but what is missing altogether can be said.
            if (!fields.Input.IsGiven())
            {
                findings.Error("input.missing", Pointer.Input, "input is missing: an object with a prompt and references.");
            }

            return;
        }

        InputChecks.Check(fields.Input, findings, ref facts);
        FileChecks.Check(fields.Input, findings, ref facts);
        FetchChecks.Check(fields.Input, findings, time.GetUtcNow());
        ParameterChecks.Check(fields.Parameters, findings, facts);
    }
}
