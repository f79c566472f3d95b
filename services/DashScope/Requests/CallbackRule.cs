namespace Wan.DashScope.Requests;

/// <summary>Where a <c>callback_url</c> may lead, which is a setting of the installation.</summary>
/// <param name="address">The URL, of http or https.</param>
/// <returns>Why nothing is sent there, to stand behind the field's name; null if it may be.</returns>
public delegate string? CallbackRule(Uri address);
