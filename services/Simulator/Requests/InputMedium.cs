using Wan.DashScope.Catalogue;

namespace Wan.Simulator.Requests;

/// <summary>A picture, film, sound, document or page of a request.</summary>
/// <param name="Kind">What it is there for; that of what has no known type is none.</param>
/// <param name="Url">Where it is; empty if that can't be read.</param>
internal sealed record InputMedium(MediaKind Kind, string Url);
