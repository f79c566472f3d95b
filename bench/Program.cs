Console.Error.WriteLine("usage: ./wan bench NAME [--json]"); return 2;
