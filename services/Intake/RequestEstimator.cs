using Wan.DashScope.Accounts;
using Wan.DashScope.Costs;
using Wan.DashScope.Requests;

namespace Wan.Intake;

/// <summary>What a request will cost by the price list of the first account that may run it.</summary>
internal sealed class RequestEstimator(CostEstimator costs, DashScopeAccounts accounts)
{
    public CostEstimate Estimate(CanonicalRequest request) =>
        costs.Estimate(request, accounts.All.FirstOrDefault(account => account.Runs(request.Model))?.Region);
}
