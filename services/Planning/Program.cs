using Wan.Planning;

return PlanCommand.Run(args, Console.Out, Console.Error);
