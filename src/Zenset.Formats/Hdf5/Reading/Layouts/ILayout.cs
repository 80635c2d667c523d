namespace Zenset.Formats.Hdf5.Reading.Layouts;

/// <summary>A way in which programs lay tables out in groups. What it recognises it takes from the group; the rest is left to the next.</summary>
internal interface ILayout
{
    /// <summary>Takes what it knows from <paramref name="group"/>.</summary>
    void Take(StoredGroup group, TableCollector into);
}
