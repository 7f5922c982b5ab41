Console.WriteLine("RestStream benchmarks");
