using Wan.DashScope.Accounts;
using Wan.DashScope.Costs;
using Wan.DashScope.Requests;

namespace Wan.Intake;

/// <summary>What a request will cost by the price lists of all accounts that may run it: which of them does is known only when it is started.</summary>
internal sealed class RequestEstimator(CostEstimator costs, DashScopeAccounts accounts)
{
    public CostEstimate Estimate(CanonicalRequest request) =>
        costs.Estimate(request, [.. accounts.All.Where(account => account.Runs(request.Model)).Select(account => account.Region)]);
}
