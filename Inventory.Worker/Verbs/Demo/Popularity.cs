namespace Inventory.Worker.Verbs.Demo;

/// <summary>Zipf's law: the second most wanted SKU is wanted half as often as the first, the third a third as often, and so on.</summary>
public sealed class Popularity
{
    private readonly double[] _cumulated;

    public Popularity(int skus)
    {
        _cumulated = new double[skus];
        var sum = 0.0;
        for (var rank = 1; rank <= skus; rank++)
        {
            _cumulated[rank - 1] = sum += 1.0 / rank;
        }
    }

    /// <summary>The share of all order lines that ask for the SKU of this rank, from 1.</summary>
    public double ShareOf(int rank) => 1.0 / rank / _cumulated[^1];

    /// <summary>The rank that a number from 0 to 1 falls on.</summary>
    public int Pick(double number)
    {
        var found = Array.BinarySearch(_cumulated, number * _cumulated[^1]);
        return Math.Min(found < 0 ? ~found : found, _cumulated.Length - 1) + 1;
    }
}
