using Wan.Hosting.Doors.Access;

namespace Wan.Intake;

/// <summary>Asks Poller, where that is another process, how the accounts' budgets of queries are used.</summary>
internal sealed class PollerClient(HttpClient http, AddressSigner signer) : ServiceClient(http, signer);
